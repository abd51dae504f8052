export const SYNC_MODES = [
  { value: 'continuous', label: 'Continuous', help: 'Events appear in lineage within about a second. Good for almost everyone.' },
  { value: 'manual', label: 'Manual', help: 'Events are stored at once; the catalog changes when someone presses Sync metadata.' },
] as const
