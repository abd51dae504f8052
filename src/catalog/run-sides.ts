/**
 * SQL that holds for what a run still says that it read or wrote: all of it, unless its events hold complete lists, of which the last stands.
 * `d`: the alias of run_dataset, `r`: that of its run.
 */
export const stillSaid = (d: string, r: string): string =>
  `coalesce(${d}.said_key, '') >= coalesce(CASE ${d}.direction WHEN 0 THEN ${r}.whole_inputs ELSE ${r}.whole_outputs END, '')`
