import { expect, test } from 'vitest'
import type { LineageNode, NodeRef } from '../../../../src/contract/lineage.ts'
import { keyOf } from '../../../../src/graph/keys.ts'
import { mergeAnswers } from '../../../../src/graph/model.ts'
import { visibleOf } from '../../../../src/graph/visible.ts'
import { answerOf } from '../../graph/test-graph.ts'
import { leftOf } from './left.ts'

const at = (type: NodeRef['type'], name: string): string => keyOf({ type, namespace: 'ns', name })
const reach = (up: number, down: number) => ({
  upstream: { datasets: up, atLeast: false },
  downstream: { datasets: down, atLeast: false },
})
function leftIn(root: string, facts: Record<string, Partial<LineageNode>>, [up, down]: readonly [number, number]) {
  const graph = mergeAnswers([answerOf([['d:raw', 'j:make', 'd:mart', 'j:use', 'd:report']], facts)])
  const listed = visibleOf(graph, { root, direction: 'both', depth: 1, sides: new Map() })
  return (direction: 'both' | 'upstream' | 'downstream') => leftOf({ graph, rootKey: root, reach: reach(up, down) }, listed, direction)
}
const drawnWhole: Record<string, Partial<LineageNode>> = {
  'd:raw': { downstream: 1 },
  'j:make': { upstream: 1, downstream: 1 },
  'd:mart': { upstream: 1, downstream: 1 },
  'j:use': { upstream: 1, downstream: 1 },
  'd:report': { upstream: 1 },
}

test('when all that the root comes from and leads to is drawn nothing is left, whatever else its sources feed', () => {
  const left = leftIn(at('dataset', 'mart'), { ...drawnWhole, 'd:raw': { downstream: 15 }, 'd:report': { upstream: 4 } }, [1, 1])
  expect(left('both').n).toBe(0)
})

test('datasets in the reach that are not drawn, on the sides that are asked for', () => {
  const left = leftIn(at('dataset', 'mart'), { ...drawnWhole, 'd:report': { upstream: 1, downstream: 2 } }, [1, 6])
  expect(left('both')).toEqual({ n: 5, of: ' datasets', atLeast: false })
  expect(left('upstream').n).toBe(0)
})

test('a job as root is no dataset that is drawn', () => {
  const left = leftIn(at('job', 'make'), { ...drawnWhole, 'j:make': { upstream: 1, downstream: 8 }, 'd:mart': { upstream: 1 } }, [1, 9])
  expect(left('both')).toEqual({ n: 8, of: ' datasets', atLeast: false })
})
