// How does a test get a real registry, and in front of it one that asks for credentials, speaks TLS, or lies?
import { spawn } from 'node:child_process';
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createSocket } from 'node:net';
import { resolveTool } from '../src/index.ts';

/** A port of loopback that nobody uses. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createSocket().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** `crane registry serve`, in memory. */
export const startRegistry = async () => {
  const { path } = await resolveTool('crane', { environment: process.env });
  const port = await freePort();
  const program = spawn(path, ['registry', 'serve', '--address', `127.0.0.1:${port}`], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
  });
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  for (let tries = 0; tries < 200; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/v2/`).then(
      () => true,
      () => false,
    );
    if (up) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    host: `127.0.0.1:${port}`,
    crane: path,
    close: async () => {
      program.kill();
      await ended;
    },
  };
};

/** Judges a request before it goes on; true: it was answered here. */
export type Gate = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Passes requests to a registry; `change` may alter what comes back. */
export const startProxy = async (
  target: string,
  options: {
    readonly gate?: Gate;
    readonly change?: (path: string, body: Buffer) => Buffer;
    readonly tls?: { readonly key: string; readonly cert: string };
  } = {},
) => {
  const asked: { readonly path: string; readonly authorization: string | undefined }[] = [];
  const pass: RequestListener = (request, response) => {
    const path = request.url ?? '/';
    asked.push({ path, authorization: request.headers.authorization });
    if (options.gate?.(request, response)) return;
    const { authorization: _authorization, ...headers } = request.headers;
    const onward = httpRequest(`http://${target}${path}`, { method: request.method, headers: { ...headers, host: target } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        const changed = options.change?.(path, body) ?? body;
        const { 'content-length': _length, ...rest } = answer.headers;
        response
          .writeHead(answer.statusCode ?? 500, { ...rest, ...(request.method === 'HEAD' ? {} : { 'content-length': changed.length }) })
          .end(changed);
      });
    });
    request.pipe(onward);
  };
  const server = options.tls === undefined ? createServer(pass) : createTlsServer(options.tls, pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
