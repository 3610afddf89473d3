// Serves the bare repositories of a directory over smart HTTP; a program of its own: `node git-server.ts DIRECTORY PORT`.
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';

const [root = '', port = ''] = process.argv.slice(2);

const environmentOf = ({ url = '/', method = 'GET', headers }: IncomingMessage): Readonly<Record<string, string>> => {
  const { pathname, search } = new URL(url, 'http://localhost');
  const given = (name: string, value: unknown): Readonly<Record<string, string>> => (typeof value === 'string' ? { [name]: value } : {});
  return {
    PATH: '/usr/bin:/bin',
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: method,
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: headers['content-type'] ?? '',
    ...given('CONTENT_LENGTH', headers['content-length']),
    // git packs larger requests.
    ...given('HTTP_CONTENT_ENCODING', headers['content-encoding']),
    ...given('GIT_PROTOCOL', headers['git-protocol']),
  };
};

createServer((request, response) => {
  const program = spawn('/usr/bin/git', ['http-backend'], { env: environmentOf(request), stdio: ['pipe', 'pipe', 'ignore'] });
  request.pipe(program.stdin);
  program.stdin.on('error', () => undefined);
  let head = Buffer.alloc(0);
  program.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    let status = 200;
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const colon = line.indexOf(':');
      const value = line.slice(colon + 1).trim();
      if (line.slice(0, colon).toLowerCase() === 'status') status = Number.parseInt(value, 10);
      else response.setHeader(line.slice(0, colon), value);
    }
    response.writeHead(status);
    response.write(head.subarray(end + 4));
  });
  program.on('close', () => (response.headersSent ? response.end() : response.writeHead(500).end()));
}).listen(Number(port), '127.0.0.1');
