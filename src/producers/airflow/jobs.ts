const query = /^(.+)\.query\.\d+$/s

/** `dag.task.query.2`: the second query of a task (provider openlineage 2.x). */
export const isAirflowQuery = (name: string, parent: string | undefined): boolean => {
  const of = query.exec(name)?.[1]
  return of !== undefined && of === parent
}
