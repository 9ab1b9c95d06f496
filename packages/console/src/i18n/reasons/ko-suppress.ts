import type { Texts } from '../en.ts'

/** Reasons of what is not pushed, by a rule. */
export const koSuppressReasons: Texts['reasons'] = {
  'push-disabled': {
    meaning: '푸시 안 함: 보낸 사람이 푸시를 원하지 않았습니다.',
    cause: 'offlinePushInfo.disablePush가 true입니다.',
    remedy: '울려야 하는 메시지에는 disablePush를 빼거나 false로 하세요.',
  },
  'online-only': {
    meaning: '푸시 안 함: 접속 중인 사용자만을 위한 메시지입니다.',
    cause: 'onlineUserOnly로 보냈습니다.',
    remedy: '잠든 휴대폰에도 닿아야 하면 onlineUserOnly 없이 보내세요.',
  },
  'custom-without-desc': {
    meaning: '푸시 안 함: 설명이 없는 사용자 정의 메시지입니다.',
    cause: '사용자 정의 요소뿐이고, offlinePushInfo.desc에도 customElem.desc에도 보여 줄 글이 없습니다.',
    remedy: 'offlinePushInfo.desc(또는 createCustomMessage의 desc)에 보여 줄 글을 넣으세요.',
  },
  'not-for-a-screen': {
    meaning: '푸시 안 함: 보여 줄 내용이 없는 메시지입니다.',
    cause: '그룹 알림 같은 것은 그룹에서 일어난 일을 알리며 앱에서 읽습니다.',
  },
  recalled: {
    meaning: '푸시 안 함: 푸시하기 전에 메시지가 회수되었습니다.',
    cause: '보낸 사람, 관리자 또는 서버가 회수했습니다.',
  },
  blocked: {
    meaning: '푸시 안 함: 받는 사람이 보낸 사람을 차단했습니다.',
    cause: '보낸 사람이 받는 사람의 차단 목록에 있어 메시지가 전혀 전달되지 않습니다.',
    remedy: '받는 사람이 목록에서 빼면 다시 받습니다.',
  },
  'not-a-target': {
    meaning: '푸시 안 함: 그룹의 다른 멤버를 위한 메시지입니다.',
    cause: '고른 멤버에게만 보냈습니다(createTargetedGroupMessage).',
  },
  'live-only-group': {
    meaning: '푸시 안 함: 이 종류의 그룹 메시지는 연결된 사람만 받습니다.',
    cause: '그룹이 AVChatRoom입니다.',
    remedy: '울려야 하는 메시지에는 다른 종류의 그룹을 쓰세요.',
  },
  'read-elsewhere': {
    meaning: '푸시 안 함: 사용자가 다른 기기에서 읽었습니다.',
    cause: '푸시가 나가기 전에 대화가 이 메시지까지 읽음으로 표시되었습니다.',
  },
  'not-received': {
    meaning: '푸시 안 함: 사용자가 이 대화를 받지 않습니다.',
    cause: '대화의 수신 옵션이 1(NOT_RECEIVE)이거나, 4이고 멘션되지 않았습니다.',
    remedy: '사용자가 대화의 수신 옵션을 0으로 되돌립니다.',
  },
  muted: {
    meaning: '푸시 안 함: 사용자가 대화 알림을 껐습니다.',
    cause:
      '대화의 수신 옵션이 2(RECEIVE_NOT_NOTIFY)이거나, 3이고 멘션되지 않았습니다. Meeting 그룹은 2로 시작합니다.',
    remedy: '사용자가 대화의 수신 옵션을 0으로 바꿉니다.',
  },
  'quiet-hours': {
    meaning: '푸시 안 함: 사용자의 방해 금지 시간입니다.',
    cause: 'setAllReceiveMessageOpt가 이 시간에 모든 대화의 알림을 끕니다.',
  },
  'desktop-online': {
    meaning: '푸시 안 함: 사용자가 컴퓨터에서 접속 중입니다.',
    cause: '앱 설정 push.skipWhileDesktopOnline이 켜져 있고 PC나 Web 클라이언트가 앞에 있습니다.',
    remedy: '컴퓨터를 쓸 때도 휴대폰이 울려야 하면 설정을 끄세요.',
  },
  gathered: {
    meaning: '따로 푸시 안 함: 이 대화의 나중 알림에 포함됩니다.',
    cause: '앱 설정 push.gatherWindowsMs가 한 대화의 연속 메시지를 알림 하나로 모읍니다.',
  },
  folded: {
    meaning: '따로 푸시 안 함: 기기의 다른 알림에 포함되었거나 더 새로운 것이 울렸습니다.',
    cause:
      '제때 푸시하지 못해(제조사 장애, 통로 정지, 하루 몫 소진) 기기에서 기다리던 것이 "새 메시지 N개" 알림 하나가 되었습니다.',
    remedy: '위의 대기 기록에서 무엇이 막았는지 보세요.',
  },
  'beyond-quota': {
    meaning: '푸시 안 함: 제조사의 하루 몫을 다 썼거나, 나머지는 통화와 멘션을 위해 남겨 둡니다.',
    cause: '몫은 푸시의 유효 기간이 지난 뒤에야 다시 시작됩니다.',
    remedy: '제조사에 채팅 분류(대부분 무제한)나 더 큰 할당량을 요청하세요.',
  },
  'own-message': {
    meaning: '푸시 안 함: 보낸 사람 자신의 다른 기기입니다.',
    cause: '자신의 메시지는 자신의 기기에 울리지 않고 동기화됩니다.',
  },
  'no-device': {
    meaning: '푸시 안 함: 받는 사람에게 기기가 없습니다.',
    cause: '이 계정으로 휴대폰에서 로그인한 적이 없거나 가져오기만 했습니다.',
    remedy: '휴대폰에서 한 번 로그인하게 하세요.',
  },
  'logged-out': {
    meaning: '푸시 안 함: 이 기기에서 로그아웃했습니다.',
    cause: '로그아웃 뒤에는 이 사용자의 어떤 것도 기기에 닿지 않습니다.',
    remedy: '이 기기에서 다시 로그인하면 다시 받습니다.',
  },
  kicked: {
    meaning: '푸시 안 함: 다른 곳에서 로그인해 이 기기는 로그아웃되었습니다.',
    cause: '같은 종류의 플랫폼에 더 새로운 로그인이 있거나 관리자가 이 기기의 세션을 끝냈습니다.',
    remedy: '마지막으로 로그인한 기기가 푸시를 받습니다. 되돌리려면 여기서 다시 로그인하세요.',
  },
  'other-user': {
    meaning: '푸시 안 함: 이 기기에 나중에 다른 사용자가 로그인했습니다.',
    cause: '기기는 마지막으로 로그인한 사용자의 것입니다.',
  },
  'not-pushable-platform': {
    meaning: '푸시 안 함: 이 종류의 기기에는 푸시 통로가 없습니다.',
    cause: 'Web과 PC 클라이언트는 연결되어 있는 동안만 메시지를 받습니다.',
  },
  'offline-too-long': {
    meaning: '푸시 안 함: 기기가 한도보다 오래 연결되지 않았습니다.',
    cause: '7일 동안 다시 연결하지 않은 기기는 오프라인으로 봅니다(설정 push.offlineLimitMs).',
    remedy: '앱을 한 번 열면 다시 닿습니다.',
  },
  'no-token': {
    meaning: '푸시 안 함: 기기가 푸시 토큰을 보고하지 않았거나 거두었습니다.',
    cause:
      '앱이 로그인 뒤 setOfflinePushConfig(또는 플러그인의 init)를 호출하지 않았거나, 휴대폰의 푸시 서비스가 토큰을 주지 않았습니다.',
    remedy:
      '로그인 뒤 이 휴대폰 제조사의 인증서 ID로 플러그인의 init이 실행되는지 확인하고 그 오류를 보세요.',
  },
  'token-dead': {
    meaning: '푸시 안 함: 제조사가 기기의 토큰이 무효라고 했습니다.',
    cause: '앱이 삭제되었거나 데이터가 지워졌거나 토큰이 바뀌었고, 그 뒤로 새 토큰이 보고되지 않았습니다.',
    remedy: '앱을 열면 새 토큰을 보고합니다.',
  },
  'token-moved': {
    meaning: '푸시 안 함: 토큰이 이제 다른 사용자의 것입니다.',
    cause: '같은 휴대폰이 나중에 다른 사용자로 같은 토큰을 보고했습니다. 토큰의 주인은 하나입니다.',
    remedy: '사용자가 이 휴대폰에서 로그인하면 다시 받습니다.',
  },
  'certificate-missing': {
    meaning: '푸시 안 함: 토큰을 보고할 때의 인증서가 더는 없습니다.',
    cause: '인증서가 삭제되었습니다. 거기에 묶인 토큰에는 푸시할 수 없습니다.',
    remedy: '인증서를 만들고 그 ID를 앱의 푸시 설정에 넣은 뒤 앱이 토큰을 다시 보고하게 하세요.',
  },
}
