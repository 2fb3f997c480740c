/** What a gateway is asked, by name. */
export const WORKS = {
  heavy: `
    fragment Who on Technician { id callSign name }
    fragment What on Visit { id note }
    fragment Where on Site { hasSpares name heightM serviceMinutes code distanceKm }
    query Heavy {
      technicians {
        ...Who
        visits {
          ...What
          site {
            ...Where
            visits { ...What technician { ...Who visits { ...What site { ...Where } } } }
          }
        }
      }
      busiestSites {
        ...Where
        visits { ...What technician { ...Who visits { ...What site { ...Where } } } }
      }
    }`,
  tiny: 'query Tiny { onDuty { name } }',
  entities: 'query Entities { meters { id label town kilowattHours isOnline } }',
} as const;

/** The name of a work. */
export type Work = keyof typeof WORKS;

/** The HTTP body that asks for a work. */
export function requestBodyOf(work: Work): string {
  return JSON.stringify({ query: WORKS[work] });
}
