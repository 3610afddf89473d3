// What does a report look like when everything that a repository can name is hostile?
import type { Report } from '@fairway/contracts';
import { sampleReport } from './sample-report.ts';

/** Keys whose values the contract fixes; a repository has no say in them. */
const FIXED: ReadonlySet<string> = new Set(['verb', 'verdict', 'stage', 'status', 'renderer', 'severity', 'ruleId', 'sha256', 'code']);
/** Values of `kind` which the contract fixes; all others are kinds of Kubernetes objects. */
const FIXED_KINDS: ReadonlySet<string> = new Set(['app', 'namespace', 'platform', 'added', 'changed', 'removed', 'renamed']);

const isFixed = (key: string, value: string): boolean => FIXED.has(key) || (key === 'kind' && FIXED_KINDS.has(value));

const poisoned = (value: unknown, key: string, payload: string): unknown => {
  if (typeof value === 'string') return isFixed(key, value) ? value : `${value}${payload}`;
  if (Array.isArray(value)) return value.map((item) => (key === 'effects' ? item : poisoned(item, key, payload)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name, payload)]));
};

/** `sampleReport`, or another, with the payload at the end of every string that a repository can choose. References between parts stay whole. */
export const hostileReport = (payload: string, report: Report = sampleReport({ waived: sampleWaived() })): Report =>
  poisoned(report, '', payload) as Report;

const sampleWaived = (): Report['waived'] => {
  const [finding] = sampleReport().findings;
  return finding === undefined ? [] : [{ finding: { ...finding, blocking: false }, waiver: 'governance/waivers/session.yaml' }];
};

/** Payloads against HTML, Markdown, terminals, CI logs, XML and readers; each has been an attack somewhere. */
export const HOSTILE_PAYLOADS: readonly string[] = [
  '<img src=x onerror="window.pwned=1">',
  '</script><script>window.pwned=1</script>',
  '</style><svg onload=window.pwned=1>',
  '"><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  "' autofocus onfocus='window.pwned=1",
  '<!--<script>',
  '--><h1>outside</h1>',
  '</details></summary></table>',
  ']]><outside/>',
  '\u2028\u2029\u202e\u200b\u0000\u0007\u001b[2J\u001b]8;;https://evil.example\u0007',
  '```\n# outside\n```',
  '`` ` ``` outside `',
  '|a|b|\n|---|---|',
  '\\|\\\\|`|`',
  '@octocat @org/team #1 org/repo#2 GH-3 https://evil.example www.evil.example a@evil.example :tada:',
  '[outside](https://evil.example) ![outside](https://evil.example/x.png)',
  '\n::add-mask::x\n##[error]outside\n::stop-commands::y',
  '\r\n\r\n> outside\n- outside\n1. outside',
  '\ud800 lone surrogate \udc00',
  '*a* _b_ ~c~ **d** $e$ &lt; &#60;',
];
