import { expect, test } from 'vitest'
import { describeControl, here, hour, password } from './test-control.ts'

describeControl('people and sessions', (t) => {
  const signIn = (email: string, secret: string, from = here.from) => t.control.signIn({ email, password: secret, from, client: null })

  test('the link for the first administrator is made once, for whichever process comes first', async () => {
    const other = t.another()
    const made = await Promise.all([t.control.firstAdminLink({}), other.firstAdminLink({})])
    expect(made.filter((link) => link !== null)).toHaveLength(1)
    expect(await t.control.firstAdminLink({})).toBeNull()
    expect((await t.control.start({})).instanceId).toBe((await other.start({})).instanceId)
  })

  test('a link works once, until its end, and says what it is for', async () => {
    const link = await t.control.firstAdminLink({})
    const token = link?.token ?? ''
    expect(await t.control.readLink({ token })).toMatchObject({ purpose: 'first-admin', email: null })
    const opened = await t.control.acceptLink({ token, name: 'Ann', email: 'ann@example.com', password, ...here })
    expect(opened.person).toMatchObject({ name: 'Ann', role: 'admin', joined: true })
    await expect(t.control.readLink({ token })).rejects.toMatchObject({ code: 'link_not_valid' })
    const join = await t.control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'viewer' })
    expect(await t.control.readLink({ token: join.token })).toMatchObject({ purpose: 'join', email: 'bob@example.com' })
    t.clock.now += 49 * hour
    await expect(t.control.readLink({ token: join.token })).rejects.toMatchObject({ code: 'link_not_valid' })
    await expect(t.control.acceptLink({ token: join.token, name: 'Bob', email: 'x', password, ...here })).rejects.toMatchObject({
      code: 'link_not_valid',
    })
  })

  test('two who use one link at once: one gets in', async () => {
    const link = await t.control.firstAdminLink({})
    const use = (email: string) => t.control.acceptLink({ token: link?.token ?? '', name: 'Ann', email, password, ...here })
    const results = await Promise.allSettled([use('a@example.com'), use('b@example.com')])
    expect(results.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await t.control.listPeople({})).toHaveLength(1)
  })

  test('a link to someone cannot take another e-mail, and a new link ends the one before', async () => {
    const first = await t.control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'viewer' })
    const second = await t.control.linkForPerson({ id: first.person.id })
    await expect(t.control.readLink({ token: first.token })).rejects.toMatchObject({ code: 'link_not_valid' })
    const opened = await t.control.acceptLink({ token: second.token, name: 'Bob', email: 'root@example.com', password, ...here })
    expect(opened.person).toMatchObject({ email: 'bob@example.com', role: 'viewer' })
  })

  test('signing in takes the e-mail in any case, and gives nothing away', async () => {
    await t.firstAdmin()
    expect(await signIn(' ANN@example.COM', password)).toMatchObject({ ok: true, person: { email: 'Ann@Example.com' } })
    const wrong = await signIn('ann@example.com', 'wrong-wrong-wrong')
    expect(await signIn('nobody@example.com', password)).toEqual(wrong)
    expect(wrong).toEqual({ ok: false, retryAfterSeconds: null })
  })

  test('guessing slows down by account, many at once too, and the right password waits as well', async () => {
    await t.firstAdmin()
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => signIn('ann@example.com', 'wrong-wrong-wrong', `10.0.0.${i}`)))
    expect(tries.filter((t) => !t.ok && t.retryAfterSeconds === null)).toHaveLength(5)
    expect(await signIn('ann@example.com', password)).toMatchObject({ ok: false, retryAfterSeconds: 1 })
    t.clock.now += 1_500
    expect(await signIn('ann@example.com', password)).toMatchObject({ ok: true })
    expect(await signIn('ann@example.com', password)).toMatchObject({ ok: true })
  })

  test('a session ends by idleness, by age, by sign-out and for everyone at once', async () => {
    const { token, person } = await t.firstAdmin()
    const look = () => t.control.sessionOf({ token, from: 'x' })
    expect(await look()).toMatchObject({ person: { id: person.id } })
    for (let i = 0; i < 4; i++) {
      t.clock.now += 5 * hour
      expect(await look()).not.toBeNull()
    }
    t.clock.now += 5 * hour
    expect(await look()).toBeNull()
    const [a, b, c] = await Promise.all([
      signIn('ann@example.com', password),
      signIn('ann@example.com', password),
      signIn('ann@example.com', password),
    ])
    const tokens = [a, b, c].map((s) => (s.ok ? s.token : ''))
    const hash = (await t.control.sessionOf({ token: tokens[0] ?? '', from: 'x' }))?.hash ?? ''
    await t.control.signOut({ hash })
    expect(await Promise.all(tokens.map(async (token) => (await t.control.sessionOf({ token, from: 'x' })) !== null))).toEqual([
      false,
      true,
      true,
    ])
    expect(await t.control.signOutEverywhere({ personId: person.id })).toEqual({ ended: 2 })
    t.clock.now += 1
    const d = await signIn('ann@example.com', password)
    t.clock.now += 9 * hour
    expect(d.ok && (await t.control.sessionOf({ token: d.token, from: 'x' }))).toBeNull()
  })

  test('a new password, a new role and disabling end what was open', async () => {
    const { token, person } = await t.firstAdmin()
    await expect(
      t.control.changePassword({ personId: person.id, current: 'not-it-not-it', next: 'new-ochre-river-41', ...here }),
    ).rejects.toMatchObject({ code: 'wrong_password' })
    const fresh = await t.control.changePassword({ personId: person.id, current: password, next: 'new-ochre-river-41', ...here })
    expect(await t.control.sessionOf({ token, from: 'x' })).toBeNull()
    expect(await t.control.sessionOf({ token: fresh.token, from: 'x' })).not.toBeNull()
    expect(await signIn('ann@example.com', password)).toMatchObject({ ok: false })
    const bob = await t.control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'admin' })
    const joined = await t.control.acceptLink({ token: bob.token, name: 'Bob', email: '', password, ...here })
    await t.control.changePerson({ id: bob.person.id, role: 'viewer' })
    expect(await t.control.sessionOf({ token: joined.token, from: 'x' })).toBeNull()
    await t.control.changePerson({ id: bob.person.id, disabled: true })
    expect(await signIn('bob@example.com', password)).toMatchObject({ ok: false, retryAfterSeconds: null })
    await expect(t.control.linkForPerson({ id: bob.person.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('there is always an administrator', async () => {
    const { person } = await t.firstAdmin()
    await expect(t.control.changePerson({ id: person.id, role: 'viewer' })).rejects.toMatchObject({ code: 'last_admin' })
    await expect(t.control.changePerson({ id: person.id, disabled: true })).rejects.toMatchObject({ code: 'last_admin' })
    expect(await t.control.listPeople({})).toMatchObject([{ role: 'admin', disabled: false }])
  })

  test.each(['short', 'aaaaaaaaaaaaaa', 'password1234!', 'Password123Password', '012345678901', 'qwertyuiopas', 'ann@example.com'])(
    'the password %s is refused',
    async (weak) => {
      const link = await t.control.firstAdminLink({})
      await expect(
        t.control.acceptLink({ token: link?.token ?? '', name: 'Ann', email: 'ann@example.com', password: weak, ...here }),
      ).rejects.toMatchObject({ code: 'not_valid' })
    },
  )

  test('one e-mail is one person', async () => {
    await t.firstAdmin()
    await expect(t.control.addPerson({ name: 'x', email: 'ANN@example.com', role: 'viewer' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(t.control.addPerson({ name: 'x', email: 'no address', role: 'viewer' })).rejects.toMatchObject({ code: 'not_valid' })
  })
})

describeControl('personal tokens', (t) => {
  test('live until they are removed, expire or their person goes; never above either role', async () => {
    const { person } = await t.firstAdmin()
    const bob = await t.control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'admin' })
    const made = await t.control.addToken({ personId: bob.person.id, name: 'ci', role: 'admin', expiresInDays: 1 })
    const look = () => t.control.personalTokenOf({ token: made.token })
    expect(await look()).toMatchObject({ ok: true, role: 'admin', person: { id: bob.person.id } })
    await t.control.changePerson({ id: bob.person.id, role: 'viewer' })
    expect(await look()).toMatchObject({ ok: true, role: 'viewer' })
    await expect(t.control.addToken({ personId: bob.person.id, name: 'x', role: 'admin', expiresInDays: null })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    await t.control.changePerson({ id: bob.person.id, disabled: true })
    expect(await look()).toEqual({ ok: false, code: 'token_disabled' })
    await t.control.changePerson({ id: bob.person.id, disabled: false })
    t.clock.now += 25 * hour
    expect(await look()).toEqual({ ok: false, code: 'token_expired' })
    await expect(t.control.removeToken({ id: made.item.id, personId: person.id, withNobody: true })).rejects.toMatchObject({
      code: 'not_found',
    })
    await t.control.removeToken({ id: made.item.id, personId: bob.person.id, withNobody: false })
    expect(await look()).toEqual({ ok: false, code: 'token_unknown' })
  })

  test('those of the command line belong to nobody and are listed for administrators', async () => {
    await t.control.addToken({ personId: null, name: 'script', role: 'viewer', expiresInDays: null })
    expect(await t.control.listTokens({ personId: 1, withNobody: false })).toEqual([])
    expect(await t.control.listTokens({ personId: 1, withNobody: true })).toMatchObject([{ name: 'script', expiresAt: null }])
  })
})
