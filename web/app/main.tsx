import './assets/tokens.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'
import '@mantine/core/styles/Tooltip.css'
import './ui/kit.css'
import './ui/parts.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onSignedOut } from './api/client.ts'
import { queryClient } from './api/query.ts'
import { paths } from './paths.ts'
import { router } from './routes.tsx'
import { chosenScheme, followScheme, resolver, schemeManager, showScheme, theme } from './theme.ts'

showScheme(chosenScheme())
followScheme(() => showScheme(chosenScheme()))

const OPEN_PAGES = ['/signin', '/invite']
onSignedOut(() => {
  const here = router.state.location
  if (OPEN_PAGES.includes(here.pathname)) return
  queryClient.clear()
  router.history.replace(paths.signin(here.href === '/' ? undefined : here.href))
})

/** The nonce that the server put into this answer's Content-Security-Policy; Mantine's one <style> carries it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

const element = document.getElementById('root')
if (element === null) throw new Error('index.html has no #root')
createRoot(element).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
