import { Menu as Behaviour } from '@mantine/core'
import type { ReactElement } from 'react'
import { Icon } from './Icon.tsx'
import type { IconName } from './Icon.tsx'

export type MenuItem =
  | {
      readonly label: string
      readonly onSelect: () => void
      readonly icon?: IconName
      readonly hint?: string
      readonly keys?: readonly string[]
      readonly disabled?: boolean
      readonly checked?: boolean
    }
  | { readonly line: true }
  | { readonly title: string }

type Props = {
  readonly children: ReactElement
  readonly items: readonly MenuItem[]
  readonly width?: number
  readonly position?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end'
}

function Row({ item }: { readonly item: Extract<MenuItem, { label: string }> }) {
  return (
    <Behaviour.Item
      onClick={item.onSelect}
      disabled={item.disabled ?? false}
      className="mi"
      {...(item.checked === undefined ? {} : { 'aria-current': item.checked })}
    >
      {item.icon !== undefined && <Icon name={item.icon} />}
      <span className="grow">{item.label}</span>
      {item.hint !== undefined && <span className="s12 t3">{item.hint}</span>}
      {item.checked === true && <Icon name="check" />}
      {item.keys !== undefined && (
        <span className="keys">
          {item.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </Behaviour.Item>
  )
}

/** A menu under its one child, a button. Arrows, Home, End, Esc and typing are Mantine's. */
export function Menu({ children, items, width = 220, position = 'bottom-end' }: Props) {
  return (
    <Behaviour
      width={width}
      position={position}
      offset={4}
      transitionProps={{ duration: 90 }}
      shadow="none"
      floatingStrategy="fixed"
      withInitialFocusPlaceholder={false}
      // a long one scrolls, and what scrolls must be reached by Tab
      menuItemTabIndex={0}
      portalProps={{ target: '#main' }}
      classNames={{ dropdown: 'menu' }}
    >
      <Behaviour.Target>{children}</Behaviour.Target>
      <Behaviour.Dropdown>
        {items.map((item, i) => {
          if ('line' in item) return <Behaviour.Divider key={i} />
          if ('title' in item) return <Behaviour.Label key={i}>{item.title}</Behaviour.Label>
          return <Row key={i} item={item} />
        })}
      </Behaviour.Dropdown>
    </Behaviour>
  )
}
