import type { Texts } from '../en.ts'

/** Reasons; what is left out is told in English. */
export const koReasons: Texts['reasons'] = {
  'device-offline': {
    meaning: '푸시함: 기기가 연결되어 있지 않습니다.',
    cause: '앱이 종료되었거나 오래 잠겨 있거나 네트워크가 없습니다.',
  },
  'device-background': { meaning: '푸시하고 연결로도 보냄: 앱이 뒤에 있습니다.' },
  'device-foreground': { meaning: '연결로 보냄: 앱이 앞에 있습니다.' },
  acknowledged: { meaning: '앱이 연결로 받았다고 확인했습니다.' },
  unacknowledged: { meaning: '푸시함: 제때 확인되지 않았습니다.' },
  'connection-lost': { meaning: '푸시함: 확인 전에 연결이 끊겼습니다.' },
  'self-test': { meaning: '푸시함: 테스트 알림.', cause: '앱이나 콘솔이 요청했습니다.' },
  queued: { meaning: '인증서의 대기열에서 기다립니다.' },
  sent: { meaning: '제조사로 요청을 보냈습니다.' },
  undecided: { meaning: '저장됨. 이 받는 사람에 대해 아직 결정되지 않았습니다.' },
  'vendor-accepted': {
    meaning: '제조사가 푸시를 받았습니다.',
    remedy: '그래도 휴대폰에 보이지 않으면: 알림이 꺼짐, 채널 없음, 방해 금지, 또는 네트워크 없음.',
  },
  'no-device': {
    meaning: '푸시 안 함: 사용자에게 기기가 없습니다.',
    remedy: '휴대폰에서 한 번 로그인하세요.',
  },
  'no-token': {
    meaning: '푸시 안 함: 기기가 푸시 토큰을 보고하지 않았습니다.',
    remedy: '로그인 뒤 푸시 플러그인의 init을 호출하고 반환 코드를 확인하세요.',
  },
  'token-dead': { meaning: '푸시 안 함: 토큰이 무효입니다.', remedy: '앱을 열면 새 토큰을 보고합니다.' },
  'token-dead-by-vendor': {
    meaning: '제조사가 토큰이 무효라고 합니다.',
    remedy: '앱을 열면 새 토큰을 보고합니다.',
  },
  'token-moved': { meaning: '푸시 안 함: 토큰이 이제 다른 사용자나 기기의 것입니다.' },
  'certificate-missing': {
    meaning: '푸시 안 함: 토큰을 보고할 때의 인증서가 삭제되었습니다.',
    remedy: '인증서를 추가하고 앱에서 새 인증서 ID를 쓴 뒤 앱을 여세요.',
  },
  'logged-out': { meaning: '푸시 안 함: 이 기기에서 로그아웃했습니다.' },
  kicked: { meaning: '푸시 안 함: 이 기기는 강제로 로그아웃되었습니다.' },
  'other-user': { meaning: '푸시 안 함: 이 기기에 다른 사용자가 로그인했습니다.' },
  'offline-too-long': { meaning: '푸시 안 함: 기기가 너무 오래 연결되지 않았습니다.' },
  'not-pushable-platform': { meaning: '푸시 안 함: 이 플랫폼에는 오프라인 푸시가 없습니다.' },
  'refused-config': {
    meaning: '제조사가 인증서를 거부합니다.',
    remedy: '제조사의 답에 따라 인증서를 고치세요.',
  },
  'refused-payload': {
    meaning: '알림을 그대로는 보낼 수 없습니다.',
    remedy: '제조사의 답에 따라 offlinePushInfo를 바꾸세요.',
  },
  'refused-quota': {
    meaning: '제조사의 할당량을 다 썼습니다.',
    remedy: '제조사에 채팅 분류나 더 큰 할당량을 요청하세요.',
  },
  'lane-stopped': {
    meaning: '인증서의 차선이 멈춰 푸시가 기다립니다.',
    cause: '제조사가 인증서를 거부합니다.',
    remedy: '인증서를 고치면 기다리던 푸시가 저절로 나갑니다.',
  },
  'vendor-busy': { meaning: '제조사가 나중에 다시 하라고 합니다. 다시 시도합니다.' },
  'vendor-unreachable': {
    meaning: '제조사에 닿지 못했습니다. 다시 시도합니다.',
    remedy: '계속되면 서버의 외부 연결(DNS, 방화벽, 프록시)을 확인하세요.',
  },
  'deadline-passed': { meaning: '푸시 안 함: 제조사가 받기 전에 유효 기간이 지났습니다.' },
}
