// Starts the action.
import { runAction } from '@fairway/action-kit';
import { main } from './main.ts';

await runAction(main);
