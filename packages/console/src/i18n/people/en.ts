/** Texts of the pages about who uses the console: sign-in, people, audit log, one's own account. */
export const enPeople = {
  signIn: {
    title: 'Sign in',
    name: 'Name',
    password: 'Password',
    do: 'Sign in',
    forgotten: 'Forgotten? An owner can make you a link, or on the server:',
  },
  welcome: {
    title: 'Welcome to Carillon',
    lead: 'Choose a name and a password. You will be: {{role}}.',
    newPassword: 'Choose a new password.',
    passwordHelp: 'At least 10 characters.',
    do: 'Open the console',
  },
  people: {
    lead: 'Who may open this console. Somebody joins by a link that works once.',
    inviteAs: 'Invite as',
    invite: 'Make a link',
    link: 'Give this link to the person. It works once, for a day.',
    role: 'Role',
    roles: {
      support: 'Looks at everything but secrets, at what messages say for a reason, and changes nothing.',
      operator: 'Changes apps, certificates, settings, accounts and groups, and sends test pushes.',
      owner: 'Does everything, and says who may open the console.',
    },
    used: 'Last here',
    newPassword: 'New password',
    remove: 'Remove',
    removeTitle: 'Remove {{name}}?',
    removeText: 'Sessions end at once. What was changed stays in the audit log.',
  },
  audit: {
    lead: 'Every change that was made in this console, and every look at messages.',
    none: 'Nothing has been changed yet',
    who: 'Who',
    what: 'What',
    target: 'At what',
    more: 'Show more',
  },
  account: {
    password: 'Change the password',
    old: 'Old password',
    new: 'New password',
    change: 'Change it',
    changed: 'The password is changed. Your other sessions have ended.',
  },
}
