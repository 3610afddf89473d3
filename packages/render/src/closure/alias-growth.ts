// Would reading this file as YAML make it grow beyond all bounds by its aliases? helm and kustomize expand what the API server would refuse.
import { checkYaml } from '@fairway/manifests';

const AMPERSAND = 0x26;
const ASTERISK = 0x2a;
/** Fewer aliases than this cannot multiply far enough to hurt. */
const FEW = 8;
const ALIAS = /(^|[\s,[{:-])\*[A-Za-z0-9_-]/g;

/** True for a text whose aliases stand for more than Kubernetes' own reader accepts. Bounded in time by that reader's budget. */
export const growsByAliases = (bytes: Uint8Array): boolean => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes(AMPERSAND) || !buffer.includes(ASTERISK)) return false;
  const text = buffer.toString('utf8');
  if ((text.match(ALIAS) ?? []).length < FEW) return false;
  return checkYaml(text).problems.some((problem) => problem.message.includes('grows too much by its aliases'));
};
