import { BreakingChangeType, DangerousChangeType } from 'graphql';
import { CHANGE_CODES, type ChangeCode } from '../../../schema/changes/change-codes';
import { API_CASES } from './api-cases';
import { changesOf, type ChangeCase } from './change-case';
import { FEDERATION_CASES } from './federation-cases';

// The type says it: each code has its case, and each case its code.
const CASES: Readonly<Record<ChangeCode, ChangeCase>> = { ...API_CASES, ...FEDERATION_CASES };

describe('a change of the graph', () => {
  it.each(Object.entries(CASES))('is found once as %s, with its coordinate and severity', (code, change) => {
    const found = changesOf(change).filter((candidate) => candidate.code === code);
    const { severity } = CHANGE_CODES[code as ChangeCode];
    expect(found).toMatchObject([{ code, severity, coordinate: change.at, affected: [] }]);
  });

  it.each(Object.entries(CASES))(
    'of the kind %s is no change when it is not made',
    (_code, { before, ...change }) => {
      expect(changesOf({ ...change, before, after: before })).toEqual([]);
    },
  );
});

describe('the codes of changes', () => {
  it("hold graphql-js's own with their severity", () => {
    for (const code of Object.values(BreakingChangeType))
      expect(CHANGE_CODES[code].severity).toBe('breaking');
    for (const code of Object.values(DangerousChangeType))
      expect(CHANGE_CODES[code].severity).toBe('dangerous');
  });

  it('each say in one sentence what happened', () => {
    for (const { meaning } of Object.values(CHANGE_CODES)) expect(meaning).toMatch(/^[A-Z][^.|]{15,130}$/);
  });
});
