// How are many objects of a repository read by one program?
import { FairwayError } from '@fairway/contracts';
import { type StartedProgram, startProgram } from '../programs/start-program.ts';
import { type GitPlace, gitArguments, gitEnvironment } from './git-command.ts';

/** What became of one object. */
export type ObjectContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'missing' };

/** Reads objects over one `git cat-file --batch`, which starts with the first read. */
export interface ObjectReader {
  /** An object that is not in the answer is not in this clone either. */
  read(ids: Iterable<string>, maxBytes: number): Promise<ReadonlyMap<string, ObjectContent>>;
  close(): Promise<void>;
}

/** One batch of questions. Answers come in the order of the questions. */
interface Batch {
  readonly ids: readonly string[];
  readonly maxBytes: number;
  readonly found: Map<string, ObjectContent>;
  readonly done: (error?: FairwayError) => void;
}

/** The reader never keeps this process alive, and ends with it. Reads wait for one another. */
export const createObjectReader = (place: GitPlace): ObjectReader => {
  let program: StartedProgram | undefined;
  let batch: Batch | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const start = (): StartedProgram => {
    const started = startProgram(place.program ?? 'git', gitArguments(['cat-file', '--batch']), {
      cwd: place.directory,
      environment: gitEnvironment(place),
    });
    const parse = answerParser(() => batch);
    started.stdout.on('data', parse);
    void started.ended.then(({ how, stderr }) => {
      program = undefined;
      // In a partial clone git ends at the first object that it would have to fetch: that one and all after it stay unanswered.
      if (/promisor|lazy fetch/.test(stderr)) batch?.done();
      else
        batch?.done(new FairwayError('git-failed', `git cat-file ended early (${how})`, { hint: stderr.trim().split('\n').at(-1) ?? '' }));
    });
    return started;
  };

  const ask = async (ids: readonly string[], maxBytes: number): Promise<ReadonlyMap<string, ObjectContent>> => {
    const found = new Map<string, ObjectContent>();
    if (ids.length === 0) return found;
    program ??= start();
    const running = program;
    running.hold(true);
    try {
      await new Promise<void>((resolve, reject) => {
        batch = { ids, maxBytes, found, done: (error) => (error === undefined ? resolve() : reject(error)) };
        running.stdin.write(`${ids.join('\n')}\n`);
      });
    } finally {
      batch = undefined;
      running.hold(false);
    }
    return found;
  };

  return {
    read: (ids, maxBytes) => {
      const wanted = [...new Set(ids)];
      const answer = queue.then(() => ask(wanted, maxBytes));
      queue = answer.catch(() => {});
      return answer;
    },
    close: async () => {
      await queue;
      await program?.close();
    },
  };
};

/** Reads `<id> <type> <size>\n<bytes>\n` and `<id> missing\n` from chunks of any size. */
const answerParser = (current: () => Batch | undefined): ((chunk: Buffer) => void) => {
  let header = '';
  let body: { readonly id: string; readonly size: number; readonly target: Buffer | undefined; filled: number } | undefined;
  const keep = (id: string, content: ObjectContent): void => {
    const batch = current();
    batch?.found.set(id, content);
    if (batch !== undefined && batch.found.size === batch.ids.length) batch.done();
  };
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body === undefined) {
        const feed = chunk.indexOf(10, at);
        header += chunk.toString('latin1', at, feed < 0 ? chunk.length : feed);
        if (feed < 0) return;
        at = feed + 1;
        const [id = '', type = '', length] = header.split(' ');
        header = '';
        const size = Number(length);
        if (length === undefined) keep(id, { kind: 'missing' });
        else
          body = {
            id,
            size,
            filled: 0,
            target: type === 'blob' && size <= (current()?.maxBytes ?? 0) ? Buffer.allocUnsafe(size) : undefined,
          };
        continue;
      }
      const take = Math.min(body.size + 1 - body.filled, chunk.length - at);
      body.target?.set(chunk.subarray(at, at + Math.min(take, body.size - body.filled)), body.filled);
      body.filled += take;
      at += take;
      if (body.filled <= body.size) continue;
      const { id, size, target } = body;
      body = undefined;
      keep(id, target === undefined ? { kind: 'too-large', size } : { kind: 'bytes', bytes: target });
    }
  };
};
