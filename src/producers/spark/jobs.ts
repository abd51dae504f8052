/** Kinds of job that the integration makes of the actions of one application. */
const actions = new Set(['SQL_JOB', 'RDD_JOB', 'JOB'])

/** `app.adaptive_spark_plan.out`: an action of the application `app` (openlineage-spark 1.x names it so). */
export const isSparkAction = (jobType: string | undefined, name: string, parent: string | undefined): boolean =>
  jobType !== undefined && actions.has(jobType) && parent !== undefined && name.startsWith(`${parent}.`)
