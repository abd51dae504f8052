import { useState } from 'react'
import type { BuiltIn, Rule } from '../../../../src/contract/rules.ts'
import { Ask } from '../../ui/Ask.tsx'
import { PreviewBox } from './PreviewBox.tsx'
import { makeRules, takeBack } from './rule-actions.ts'
import { usePreview } from './use-preview.ts'

function SwitchOff({ builtIn, onClose }: { readonly builtIn: BuiltIn; readonly onClose: () => void }) {
  const body = { kind: 'switch', rule: builtIn.id } as const
  const preview = usePreview([body])
  const work = async () => {
    await makeRules([body], null, `${builtIn.title}: switched off.`)
    onClose()
  }
  return (
    <Ask title={`Switch off “${builtIn.title}”?`} onClose={onClose} verb="Switch off" width={620} work={work}>
      <p>{builtIn.says} The catalog is made anew as if this had never been on.</p>
      <PreviewBox preview={preview} />
    </Ask>
  )
}

function SwitchOn({ builtIn, rule, onClose }: { readonly builtIn: BuiltIn; readonly rule: Rule; readonly onClose: () => void }) {
  const work = async () => {
    await takeBack(rule)
    onClose()
  }
  return (
    <Ask title={`Switch on “${builtIn.title}”?`} onClose={onClose} verb="Switch on" work={work}>
      <p>{builtIn.says}</p>
    </Ask>
  )
}

type Props = { readonly builtIn: readonly BuiltIn[]; readonly rules: readonly Rule[]; readonly admin: boolean }

/** Rules that come with Headwater, each with a switch. */
export function BuiltInRules({ builtIn, rules, admin }: Props) {
  const [asked, setAsked] = useState<BuiltIn | null>(null)
  const off = (id: string): Rule | undefined => rules.find((r) => r.body.kind === 'switch' && r.body.rule === id)
  const rule = asked === null ? undefined : off(asked.id)
  const close = () => setAsked(null)
  return (
    <>
      <ul className="rules" aria-label="Rules that come with Headwater">
        {builtIn.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <span className="med words">{one.title}</span>
              <span className="t2 words">{one.says}</span>
            </div>
            {admin ? (
              <button
                type="button"
                role="switch"
                aria-checked={one.on}
                aria-label={one.title}
                className={one.on ? 'switch' : 'switch off'}
                onClick={() => setAsked(one)}
              />
            ) : (
              <span className="t3">{one.on ? 'on' : 'off'}</span>
            )}
          </li>
        ))}
      </ul>
      {asked !== null && asked.on && <SwitchOff builtIn={asked} onClose={close} />}
      {asked !== null && !asked.on && rule !== undefined && <SwitchOn builtIn={asked} rule={rule} onClose={close} />}
    </>
  )
}
