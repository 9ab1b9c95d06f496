import type { Texts } from '../en.ts'
import type { enPeople } from './en.ts'

/** 로그인, 구성원, 감사 로그, 내 계정 페이지의 글 */
export const koPeople: Pick<Texts, keyof typeof enPeople> = {
  signIn: {
    title: '로그인',
    name: '이름',
    password: '비밀번호',
    do: '로그인',
    forgotten: '잊으셨나요? 소유자가 링크를 만들어 주거나, 서버에서:',
  },
  welcome: {
    title: 'Carillon에 오신 것을 환영합니다',
    lead: '이름과 비밀번호를 정하세요. 역할: {{role}}.',
    newPassword: '새 비밀번호를 정하세요.',
    passwordHelp: '10자 이상.',
    do: '콘솔 열기',
  },
  people: {
    lead: '이 콘솔을 열 수 있는 사람. 한 번만 쓰는 링크로 들어옵니다.',
    inviteAs: '초대할 역할',
    invite: '링크 만들기',
    link: '이 링크를 그 사람에게 주세요. 하루 안에 한 번만 쓸 수 있습니다.',
    role: '역할',
    roles: {
      support: '비밀을 빼고 모두 보고, 메시지 내용은 이유를 적고 보며, 아무것도 바꾸지 않습니다.',
      operator: '앱, 인증서, 설정, 계정, 그룹을 바꾸고 테스트 푸시를 보냅니다.',
      owner: '모든 일을 하고, 누가 콘솔을 열지 정합니다.',
    },
    used: '마지막 사용',
    newPassword: '새 비밀번호',
    remove: '내보내기',
    removeTitle: '{{name}} 님을 내보낼까요?',
    removeText: '세션이 바로 끝납니다. 바꾼 내용은 감사 로그에 남습니다.',
  },
  audit: {
    lead: '이 콘솔에서 이루어진 모든 변경과 메시지 조회.',
    none: '아직 변경이 없습니다',
    who: '누가',
    what: '무엇을',
    target: '대상',
    more: '더 보기',
  },
  account: {
    password: '비밀번호 바꾸기',
    old: '이전 비밀번호',
    new: '새 비밀번호',
    change: '바꾸기',
    changed: '비밀번호를 바꿨습니다. 다른 세션은 끝났습니다.',
  },
}
