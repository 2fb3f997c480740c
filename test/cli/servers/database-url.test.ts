import { type AddressInfo, createServer } from 'node:net';
import { probeDatabase } from '../../../cli/servers/database-url';
import { withDatabase } from '../../../cli/servers/postgres-url';
import { freePort } from '../../../cli/free-port';
import { testServers } from '../../kit/servers';

const SECRET = 'hunter2';

async function refusal(url: string): Promise<{ code?: unknown; message?: unknown; text: string }> {
  try {
    await probeDatabase(url, 500);
  } catch (error) {
    // A StartupError, or something that the expectations below then refuse.
    const { code, message } = error as { code?: unknown; message?: unknown };
    return { code, message, text: String(error) };
  }
  throw new Error('the probe succeeded');
}

describe('the probe of DATABASE_URL', () => {
  it('returns the version of a server that answers', async () => {
    expect((await probeDatabase(testServers().databaseUrl)).version).toMatch(/^\d+/);
  });

  it.each([
    ['', 'it is not a URL'],
    [`${SECRET}`, 'it is not a URL'],
    [`postgresql://user:${SECRET}#@host:5432:1/db`, 'postgresql://user:password@host:5432/database'],
    [`mysql://user:${SECRET}@host/db`, 'mysql://'],
    [`postgresql://user:${SECRET}@host:5432`, 'it names no database'],
    [`postgresql:///db`, 'it names no host'],
  ])('refuses %j by its form, without repeating it', async (url, expected) => {
    const { code, text } = await refusal(url);
    expect(code).toBe('DATABASE_URL_INVALID');
    expect(text).toContain(expected);
    expect(text).not.toContain(SECRET);
  });

  it('says that nothing listens', async () => {
    const port = await freePort();
    const { code, text } = await refusal(`postgresql://telco:${SECRET}@localhost:${port}/lastmile`);
    expect(code).toBe('DATABASE_UNREACHABLE');
    expect(text).toContain(`database lastmile on localhost:${port} as telco`);
    expect(text).toContain('ECONNREFUSED');
    expect(text).not.toContain(SECRET);
  });

  it('gives up on a server that accepts and stays silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    // It listens on TCP, so its address is not a path.
    const { port } = silent.address() as AddressInfo;
    const { code, text } = await refusal(`postgresql://telco:${SECRET}@127.0.0.1:${port}/lastmile`);
    expect(code).toBe('DATABASE_UNREACHABLE');
    expect(text).not.toContain(SECRET);
    silent.close();
  });

  it('says that a database does not exist', async () => {
    const { code, text } = await refusal(withDatabase(testServers().databaseUrl, 'no such database'));
    expect(code).toBe('DATABASE_REFUSED');
    expect(text).toContain('does not exist');
  });
});
