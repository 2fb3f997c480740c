import { waitUntil } from '../../../cli/process/wait-until';
import { keepAlive } from '../../../cli/supervisor/keep-alive';

class Server {
  stopped = false;
  constructor(public alive = true) {}
  stop(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }
}

function keep(startAgain: () => Promise<Server>) {
  const said: string[] = [];
  const server = new Server();
  const say = (line: string): void => void said.push(line);
  const kept = keepAlive({ name: 'It', server, isAlive: (one: Server) => one.alive, startAgain, say });
  return { kept, server, said };
}

const within = { timeoutMs: 10_000 };

describe('a server that is kept alive', () => {
  it('is started again when it dies, and the new one is stopped at the end', async () => {
    const second = new Server();
    const { kept, server, said } = keep(() => Promise.resolve(second));
    server.alive = false;
    expect(await waitUntil(() => said.includes('It is back'), within)).toBe(true);
    await kept.close();
    expect([server.stopped, second.stopped]).toEqual([false, true]);
  });

  it('is tried again when it cannot be started, saying why', async () => {
    const second = new Server();
    let tries = 0;
    const { kept, server, said } = keep(() => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no room on the disk')) : Promise.resolve(second);
    });
    server.alive = false;
    expect(await waitUntil(() => said.includes('It is back'), within)).toBe(true);
    expect(said).toContain('It could not be started again: no room on the disk');
    await kept.close();
    expect(second.stopped).toBe(true);
  });

  it('does not outlive the end when it is just being started', async () => {
    const second = new Server();
    let finish: (server: Server) => void = () => undefined;
    const starting = new Promise<Server>((resolve) => (finish = resolve));
    const { kept, server, said } = keep(() => starting);
    server.alive = false;
    expect(await waitUntil(() => said.length === 1, within)).toBe(true);
    const closed = kept.close();
    finish(second);
    await closed;
    expect(second.stopped).toBe(true);
  });

  it('is not started again once its end is expected', async () => {
    const { kept, server, said } = keep(() => Promise.reject(new Error('nobody asked for it')));
    const closed = kept.close();
    server.alive = false;
    await closed;
    expect(server.stopped).toBe(true);
    expect(said).toEqual([]);
  });
});
