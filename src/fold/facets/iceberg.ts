import { stringMember } from '../../lib/json.ts'
import type { FacetReader } from '../facet-reader.ts'
import { described, joined } from './described.ts'
import { any, integer, listOf, mapOf, number, object, shown, text } from './shape.ts'

const numbers = (names: string): Record<string, typeof number> => Object.fromEntries(names.split(' ').map((name) => [name, number]))

const scanned = `totalPlanningDuration resultDataFiles resultDeleteFiles totalDataManifests totalDeleteManifests scannedDataManifests
 skippedDataManifests totalFileSizeInBytes totalDeleteFileSizeInBytes skippedDataFiles skippedDeleteFiles scannedDeleteManifests
 skippedDeleteManifests indexedDeleteFiles equalityDeleteFiles positionalDeleteFiles`
const committed = `totalDuration attempts addedDataFiles removedDataFiles totalDataFiles addedDeleteFiles addedEqualityDeleteFiles
 addedPositionalDeleteFiles addedDVs removedDeleteFiles removedEqualityDeleteFiles removedPositionalDeleteFiles removedDVs totalDeleteFiles
 addedRecords removedRecords totalRecords addedFilesSizeInBytes removedFilesSizeInBytes totalFilesSizeInBytes addedPositionalDeletes
 removedPositionalDeletes totalPositionalDeletes addedEqualityDeletes removedEqualityDeletes totalEqualityDeletes`

/** IcebergScanReportInputDatasetFacet 1-0-0, 1-0-1 of the registry. */
export const icebergScan: FacetReader = described(
  {
    container: 'input',
    key: 'icebergScanReport',
    className: 'IcebergScanReportInputDatasetFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'snapshot, filter and files of a scan',
    members: {
      snapshotId: shown(integer),
      filterDescription: shown(text),
      schemaId: shown(integer),
      projectedFieldNames: shown(listOf(text)),
      scanMetrics: shown(object(numbers(scanned.replace(/\s+/g, ' ')))),
      metadata: shown(mapOf(any)),
    },
  },
  (facet, scope) => snapshotOf(scope.integer('snapshotId'), stringMember(facet, 'filterDescription')),
)

/** IcebergCommitReportOutputDatasetFacet 1-0-0 to 1-0-2 of the registry. */
export const icebergCommit: FacetReader = described(
  {
    container: 'output',
    key: 'icebergCommitReport',
    className: 'IcebergCommitReportOutputDatasetFacet',
    versions: '1-0-0 to 1-0-2',
    yields: 'snapshot, operation and counts of a commit',
    members: {
      snapshotId: shown(integer),
      sequenceNumber: shown(integer),
      operation: shown(text),
      commitMetrics: shown(object(numbers(committed.replace(/\s+/g, ' ')))),
      metadata: shown(mapOf(any)),
    },
  },
  (facet, scope) => snapshotOf(scope.integer('snapshotId'), stringMember(facet, 'operation')),
)

const snapshotOf = (snapshot: string | null, more: string | undefined): string | null =>
  joined(snapshot === null ? undefined : `snapshot ${snapshot}`, more)
