/**
 * Every kind of warning: its code, what it says of the sender, and what to do. The fold gives each warning of an event one of these codes
 * (`eventWarnings`); the others need more than one event and are found when somebody asks (src/catalog/findings.ts).
 */
export interface WarningText {
  readonly title: string
  /** What to do, for whoever runs the sender. */
  readonly fix: string
  /** high: the catalog lacks something or shows something wrong. medium: a part was left out. low: good to know. */
  readonly severity: 'high' | 'medium' | 'low'
}

export const eventWarnings = {
  too_deep: {
    title: 'Events nested too deep',
    fix: 'Have the sender leave out or shorten the nested part, often a query plan: the event is kept and not applied to the catalog.',
    severity: 'high',
  },
  not_readable: {
    title: 'Bodies that cannot be read any more',
    fix: 'Look at the bytes of the event. It is kept and not applied to the catalog.',
    severity: 'high',
  },
  bare_number: {
    title: 'NaN or Infinity in JSON',
    fix: 'Upgrade the client, or have it send null for numbers that are none: JSON has no word for them. They are read as null.',
    severity: 'low',
  },
  half_character: {
    title: 'Half a character in a text',
    fix: 'Find what cuts texts in the middle of a character (a limit counted in bytes or in UTF-16 units) and cut between characters.',
    severity: 'low',
  },
  unknown_event_type: {
    title: 'Unknown event types',
    fix: 'Send START, RUNNING, COMPLETE, FAIL, ABORT or OTHER as eventType. Others are read as OTHER and never move a run.',
    severity: 'medium',
  },
  no_time: {
    title: 'Events without a readable time',
    fix: 'Send eventTime as ISO 8601 with a zone, such as 2026-11-20T12:00:00Z. Without it the event gives way to every other one.',
    severity: 'high',
  },
  future_event: {
    title: 'Events from the future',
    fix: 'Set the clock of the sender (NTP). Events of more than 24 h after their arrival give way to all with a believable time.',
    severity: 'high',
  },
  clock_ahead: {
    title: 'The clock of the sender is ahead',
    fix: 'Set the clock of the sender (NTP): its events would win over later ones of senders whose clock is right.',
    severity: 'medium',
  },
  no_run_id: {
    title: 'Runs without a runId',
    fix: 'Send run.runId as text, best a UUID. Without it the event tells of the job alone and no run is shown.',
    severity: 'high',
  },
  stray_part: {
    title: 'Parts that this kind of event does not have',
    fix: 'Send what is said of a dataset and what is said of a job as events of their own. The part named was left out.',
    severity: 'medium',
  },
  stray_facet: {
    title: 'Facets that stand outside of the member facets',
    fix: 'Move the facet into the member facets of its run, job or dataset. Where it stands nothing reads it.',
    severity: 'high',
  },
  not_a_list: {
    title: 'Inputs or outputs that are no list',
    fix: 'Send a JSON array, also for one dataset. What came was left out.',
    severity: 'high',
  },
  facet_not_object: {
    title: 'Facets that are no object',
    fix: 'Send a facet as a JSON object with its members in it. What came was left out.',
    severity: 'medium',
  },
  temporary_name: {
    title: 'Symlinks to tables with temporary names',
    fix: 'Nothing, as a rule: the name is made up anew each time and would make one dataset of many paths. Where it is a real table, switch the rule off.',
    severity: 'low',
  },
  unresolved_name: {
    title: 'Columns of names within the SQL',
    fix: 'Name the columns in the SQL instead of `*` over several tables, or upgrade the sender. Where such a column comes from cannot be told, and no edge is made.',
    severity: 'medium',
  },
  bad_identifier: {
    title: 'Names without a namespace or a name',
    fix: 'Send namespace and name, both as text, wherever a job or dataset is named, and runId for a run. What is unnamed was left out.',
    severity: 'medium',
  },
  facet_member_missing: {
    title: 'Facets without a required member',
    fix: 'Compare the facet with its schema (_schemaURL) and upgrade its sender. The rest of the facet is used.',
    severity: 'low',
  },
  facet_member_type: {
    title: 'Facet members of the wrong type',
    fix: 'Compare the facet with its schema (_schemaURL) and upgrade its sender. The member was left out, the rest is used.',
    severity: 'medium',
  },
  facet_unusable: {
    title: 'Facets that lack what they are for',
    fix: 'Compare the facet with its schema (_schemaURL). Nothing could be made of what it holds.',
    severity: 'medium',
  },
  unknown_value: {
    title: 'Words that the schema does not have',
    fix: 'Use one of the words that the schema of the facet lists. What came is shown as it is.',
    severity: 'low',
  },
  bad_window: {
    title: 'Nominal times that end before they start',
    fix: 'Send nominalEndTime at or after nominalStartTime, or leave it out. The start is used.',
    severity: 'low',
  },
  own_parent: {
    title: 'Jobs that name themselves as parent',
    fix: 'Give the parent another job name than its child, for instance DAG and DAG.task; check OPENLINEAGE_PARENT_ID.',
    severity: 'low',
  },
  duplicate_field: {
    title: 'Schemas that name a field twice',
    fix: 'Send each field once. Of two with one name the first counts.',
    severity: 'low',
  },
  too_many: {
    title: 'Facets with more entries than are read',
    fix: 'Split the facet, or for Spark set spark.openlineage.columnLineage.datasetLineageEnabled=true. The rest was left out.',
    severity: 'high',
  },
} as const satisfies Readonly<Record<string, WarningText>>

/** What is seen of more than one event, and worked out when it is asked for. */
export const findings = {
  no_end: {
    title: 'Runs that never ended',
    fix: 'See why the sender fell silent: killed before its last event, or that event was refused. Streaming jobs should send jobType STREAMING.',
    severity: 'medium',
  },
  never_outputs: {
    title: 'Runs that never name what they write',
    fix: 'Nothing this source sends leads anywhere. Check that the integration supports the operators in use, and that outputs are not filtered.',
    severity: 'medium',
  },
  old_client: {
    title: 'Old clients with known bugs',
    fix: 'Upgrade the client.',
    severity: 'medium',
  },
  clock_skew: {
    title: 'Events that arrive long after their time',
    fix: 'Set the clock of the sender (NTP), and have it send times with their zone. Where events were imported, queued or sent after the fact, nothing is wrong.',
    severity: 'low',
  },
  column_lineage_unknown_column: {
    title: 'Column lineage of columns that no schema has',
    fix: 'Look at case, quotes and aliases: SQL parsers name the columns of the query, not of the table. The edges are kept.',
    severity: 'medium',
  },
  sql_unread: {
    title: 'SQL that could not be read',
    fix: 'Have the sender say its dialect (member dialect of the sql facet) and send whole statements, templates filled in. Best of all it says the columns itself (facet columnLineage); what is inferred from SQL only stands in for that.',
    severity: 'low',
  },
  host_alias: {
    title: 'One server under two names',
    fix: 'Have all senders use one name and port for the server; the same tables stand in the catalog twice.',
    severity: 'high',
  },
  job_collision: {
    title: 'Jobs that two sources claim',
    fix: 'Give each sender a job namespace of its own. Their runs and edges are shown as those of one job.',
    severity: 'medium',
  },
} as const satisfies Readonly<Record<string, WarningText>>
export type Finding = keyof typeof findings

/** Codes that one event can have. */
export type EventWarning = keyof typeof eventWarnings

export const isEventWarning = (code: string): code is EventWarning => Object.hasOwn(eventWarnings, code)
