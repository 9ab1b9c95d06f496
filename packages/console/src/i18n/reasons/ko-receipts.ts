import type { Texts } from '../en.ts'

/** Reasons of what is heard after the vendor took a push. */
export const koReceiptReasons: Texts['reasons'] = {
  delivered: {
    meaning: '제조사에 따르면 휴대폰이 알림을 받았습니다.',
    cause: '제조사가 수신 확인을 보냈습니다. 휴대폰의 푸시 서비스가 알림을 받아 표시합니다.',
  },
  shown: { meaning: '알림이 휴대폰의 알림창에 있습니다.', cause: '휴대폰의 앱이 보고했습니다(push.report).' },
  tapped: {
    meaning: '사용자가 알림을 눌렀습니다.',
    cause: '앱이 보고했거나(push.report) 제조사가 수신 확인을 보냈습니다.',
  },
  'tap-failed': {
    meaning: '사용자가 알림을 눌렀지만 열 것을 열 수 없었습니다.',
    cause: '누를 때의 동작에 적힌 화면이나 intent가 앱에 없거나 exported가 아닙니다.',
    remedy: '인증서의 누를 때의 동작(carillon cert update)이나 앱의 manifest를 고치세요.',
  },
  'token-dead-on-phone': {
    meaning: '제조사가 받았지만 휴대폰에 앱이 더는 없습니다.',
    cause: '제조사가 수신 확인을 보냈습니다: 앱 삭제, 데이터 삭제, 또는 토큰이 더는 이 휴대폰의 것이 아님.',
    remedy: '앱을 열면 새 토큰을 보고합니다.',
  },
  'notifications-off': {
    meaning: '제조사가 받았지만 휴대폰에서 앱의 알림이 꺼져 있습니다.',
    cause: '제조사가 수신 확인을 보냈습니다: 사용자가, 또는 설치 뒤 제조사의 기본값이 껐습니다.',
    remedy: '사용자에게 알림을 허용해 달라고 하세요(requireNotificationPermission).',
  },
  'phone-inactive': {
    meaning: '제조사가 받았지만 시도하지 않습니다. 휴대폰이 너무 오래 보이지 않았습니다.',
    cause: '제조사가 수신 확인을 보냈습니다: 휴대폰이 여러 날 푸시 서비스에 연결되지 않았습니다.',
  },
  'dropped-for-quota': {
    meaning: '제조사가 받은 뒤 버렸습니다. 할당량을 다 썼습니다.',
    cause: '제조사가 수신 확인을 보냈습니다: 앱이나 휴대폰이 이 분류의 몫을 다 썼습니다.',
    remedy: '제조사에 채팅 분류(대부분 무제한)나 더 큰 할당량을 요청하세요.',
  },
  'dropped-by-rule': {
    meaning: '제조사가 받은 뒤 자체 규칙으로 막았습니다.',
    cause: '제조사가 수신 확인을 보냈습니다: 내용, 분류 또는 시간에 대한 규칙. 제조사의 답을 보세요.',
    remedy: '채팅 분류를 쓰고, 제조사가 거르는 내용을 피하세요.',
  },
  'replaced-by-newer': {
    meaning: '제조사가 받았지만 휴대폰이 보여 주기 전에 더 새로운 것으로 바뀌었습니다.',
    cause: '휴대폰이 오프라인이었고 제조사는 정해진 수만 보관합니다.',
  },
  'expired-at-vendor': {
    meaning: '제조사가 받았지만 휴대폰이 접속하기 전에 기한이 지났습니다.',
    cause: '푸시의 유효 기간(설정 push.deadlineMs)이나 제조사의 최장 보관 시간이 지났습니다.',
  },
  'not-shown': {
    meaning: '제조사가 받았지만 휴대폰이 보여 주지 않았습니다.',
    cause: '제조사가 수신 확인을 보냈습니다. 그 답을 보세요.',
  },
  'held-by-phone': {
    meaning: '휴대폰에 있고 나중에 보여 줍니다.',
    cause: '제조사가 수신 확인을 보냈습니다: 화면이 꺼져 있거나 켠 뒤 잠금이 풀리지 않았습니다.',
  },
  recalling: {
    meaning: '메시지가 회수되어, 제조사에 휴대폰의 알림을 지워 달라고 합니다.',
    cause: '보낸 사람, 관리자 또는 서버가 회수했습니다.',
  },
  withdrawn: {
    meaning: '메시지가 회수되었고, 제조사가 휴대폰의 알림을 지웠습니다.',
    cause: '보낸 사람, 관리자 또는 서버가 회수했습니다.',
  },
  covered: {
    meaning: '메시지가 회수되었고, 소리 없는 알림이 보이던 알림을 대신했습니다.',
    cause: '메시지가 회수되었고, 이 제조사는 스스로 지우지 않습니다.',
  },
  'recall-failed': {
    meaning: '메시지는 회수되었지만 알림은 지우지 못했습니다.',
    cause: '제조사가 거부했거나 닿지 못했습니다. 그 답을 보세요.',
  },
  cleared: {
    meaning: '다른 기기에서 읽음: 제조사가 휴대폰의 알림을 지웠습니다.',
    cause: '앱 설정 push.clearWhenRead가 켜져 있습니다.',
  },
  'clear-told': {
    meaning: '다른 기기에서 읽음: 휴대폰의 앱에 알림을 지우라고 알렸습니다.',
    cause:
      '앱 설정 push.clearWhenRead가 켜져 있고, 이 제조사는 스스로 지우지 않습니다. 사용자가 완전히 종료한 앱은 듣지 못해 알림이 남습니다.',
  },
  'clear-unsupported': {
    meaning: '다른 기기에서 읽음. 이 제조사는 지우지 못하므로 알림이 남았습니다.',
    cause: '제조사에 그런 요청이 없거나 인증서가 허용하지 않습니다(docs/vendors/capabilities.md).',
  },
  'clear-failed': {
    meaning: '다른 기기에서 읽었지만 알림을 지우지 못했습니다.',
    cause: '제조사가 거부했거나 한 시간 안에 닿지 못했습니다. 그 답을 보세요.',
  },
  'clear-unaddressed': {
    meaning: '다른 기기에서 읽음. 휴대폰에 더는 닿을 수 없어 알림이 남았습니다.',
    cause: '토큰이 무효이거나 다른 사용자의 것이거나, 로그아웃했거나, 인증서가 삭제되었습니다.',
  },
  'recall-unaddressed': {
    meaning: '메시지는 회수되었고 알림은 남았습니다. 휴대폰에 더는 닿을 수 없습니다.',
    cause: '토큰이 무효이거나 다른 사용자의 것이거나, 로그아웃했거나, 인증서가 삭제되었습니다.',
  },
}
