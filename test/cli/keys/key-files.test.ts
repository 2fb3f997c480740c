import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LocalKeys, ensureKeys, readSigningKey } from '../../../cli/keys/key-files';
import { compileSources } from '../../kit/compile';
import { runNode } from '../../kit/node-process';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let folder: TemporaryTestFolder;
let keysFolder: string;
beforeEach(() => {
  folder = makeTestFolder();
  keysFolder = path.join(folder.path, 'data', 'keys');
});
afterEach(() => folder.remove());

function json(file: string): unknown {
  return JSON.parse(readFileSync(path.join(keysFolder, file), 'utf8'));
}

describe('the local keys', () => {
  it('are made once and then stay', () => {
    const first = ensureKeys(keysFolder);
    expect(ensureKeys(keysFolder)).toEqual(first);
    expect(readSigningKey(keysFolder)).toEqual(first.signingKey);
    expect(json('envelope.json')).toEqual(first.envelopeKeys);
    expect(readdirSync(keysFolder).sort()).toEqual(['envelope.json', 'jwks.json', 'signing.json']);
  });

  it('keep their secrets: private files are closed, and the public one holds no private half', () => {
    const { signingKey, jwksFile } = ensureKeys(keysFolder);
    for (const name of ['signing.json', 'envelope.json']) {
      expect(statSync(path.join(keysFolder, name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(jwksFile, 'utf8')).not.toContain(signingKey.d);
    const { kty, crv, alg, use, kid, x } = signingKey;
    expect(json('jwks.json')).toEqual({ keys: [{ kty, crv, alg, use, kid, x }] });
  });

  it('have an envelope secret of 32 bytes under the name of the current one', () => {
    const { current, keys } = ensureKeys(keysFolder).envelopeKeys;
    expect(Object.keys(keys)).toEqual([current]);
    expect(Buffer.from(keys[current] ?? '', 'base64url')).toHaveLength(32);
  });

  it('are the same for all processes that make them at once', async () => {
    const compiled = compileSources('cli/keys', 'cli/startup-error.ts');
    const source = `
      const { ensureKeys } = require(${JSON.stringify(compiled.file('cli/keys/key-files.ts'))});
      process.once('message', () => process.send(ensureKeys(${JSON.stringify(keysFolder)}), () => process.exit()));
      process.send('ready');`;
    const racers = Array.from({ length: 6 }, () => runNode(source));
    await Promise.all(racers.map((racer) => racer.message((value): value is string => value === 'ready')));
    const made = racers.map((racer) => racer.message(isKeys));
    for (const { child } of racers) child.send('go');
    const results = await Promise.all(made);
    for (const keys of results) expect(keys).toEqual(results[0]);
    expect(ensureKeys(keysFolder)).toEqual(results[0]);
    expect(readdirSync(keysFolder)).toHaveLength(3);
    compiled.remove();
  });

  it('get back a public file that was removed, and keep a foreign key in it', () => {
    const { jwksFile, signingKey } = ensureKeys(keysFolder);
    rmSync(jwksFile);
    ensureKeys(keysFolder);
    expect(json('jwks.json')).toMatchObject({ keys: [{ kid: signingKey.kid }] });
    writeFileSync(jwksFile, JSON.stringify({ keys: [{ kty: 'OKP', kid: 'of somebody else' }] }));
    ensureKeys(keysFolder);
    expect(json('jwks.json')).toMatchObject({ keys: [{ kid: 'of somebody else' }, { kid: signingKey.kid }] });
  });

  it('accept a second envelope key, as during a rotation', () => {
    ensureKeys(keysFolder);
    const secret = Buffer.alloc(32, 7).toString('base64url');
    const rotating = { current: 'new', keys: { old: secret, new: secret } };
    writeFileSync(path.join(keysFolder, 'envelope.json'), JSON.stringify(rotating));
    expect(ensureKeys(keysFolder).envelopeKeys).toEqual(rotating);
  });

  it.each([
    ['signing.json', ''],
    ['signing.json', '{"kty":"RSA"}'],
    ['envelope.json', '{"current":"a","keys":{}}'],
    ['envelope.json', '{"current":"a","keys":{"a":"c2hvcnQ"}}'],
    ['envelope.json', '{"current":"toString","keys":{}}'],
    ['jwks.json', '[]'],
  ])('are refused and left alone when %s holds %j', (name, contents) => {
    ensureKeys(keysFolder);
    writeFileSync(path.join(keysFolder, name), contents);
    expect(() => ensureKeys(keysFolder)).toThrow(
      expect.objectContaining({
        code: 'KEYS_UNREADABLE',
        message: expect.stringContaining(name) as string,
      }) as Error,
    );
    expect(readFileSync(path.join(keysFolder, name), 'utf8')).toBe(contents);
  });

  it('are refused when the private half belongs to another key', () => {
    const { signingKey } = ensureKeys(keysFolder);
    const other = ensureKeys(path.join(folder.path, 'other')).signingKey;
    writeFileSync(path.join(keysFolder, 'signing.json'), JSON.stringify({ ...signingKey, d: other.d }));
    expect(() => ensureKeys(keysFolder)).toThrow(/signing\.json/);
  });

  it('are missing, and are not made, where a token is asked for before the first start', () => {
    mkdirSync(keysFolder, { recursive: true });
    expect(() => readSigningKey(keysFolder)).toThrow(
      expect.objectContaining({ code: 'KEYS_MISSING' }) as Error,
    );
    expect(readdirSync(keysFolder)).toEqual([]);
  });
});

function isKeys(value: unknown): value is LocalKeys {
  return typeof value === 'object' && value !== null && 'signingKey' in value;
}
