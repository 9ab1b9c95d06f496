import type { Texts } from '../en.ts'
import { koReceiptReasons } from './ko-receipts.ts'
import { koSuppressReasons } from './ko-suppress.ts'

/** Reasons: what happened, why, and what to do. */
export const koReasons: Texts['reasons'] = {
  'device-foreground': {
    meaning: '연결로 보냄: 앱이 앞에 있습니다.',
    cause: '기기가 연결되어 있고 백그라운드라고 보고하지 않았습니다.',
  },
  acknowledged: {
    meaning: '앱이 연결로 받았다고 확인했습니다.',
    cause: '기기가 연결되어 있었고 제때 답했습니다.',
  },

  'device-offline': {
    meaning: '푸시함: 기기가 연결되어 있지 않습니다.',
    cause: '앱이 종료되었거나 오래 잠겨 있거나 네트워크가 없습니다.',
  },
  'device-background': {
    meaning: '푸시하고 연결로도 보냄: 앱이 뒤에 있습니다.',
    cause: '앱이 doBackground를 보고했고 연결은 살아 있습니다.',
  },
  'self-test': {
    meaning: '푸시함: 기기가 스스로 요청한 테스트.',
    cause: '앱이 푸시 플러그인의 selfTest를 호출했거나 콘솔이 요청했습니다.',
  },
  unacknowledged: {
    meaning: '푸시함: 제때 확인되지 않았습니다.',
    cause: '연결은 살아 보였지만 앱이 답하지 않았습니다. 종료, 동결, 또는 갑작스러운 네트워크 단절입니다.',
  },
  'connection-lost': {
    meaning: '푸시함: 확인 전에 연결이 끊겼습니다.',
    cause: '메시지를 보내는 순간 앱이 종료되었거나 네트워크를 잃었습니다.',
  },

  ...koSuppressReasons,

  undecided: {
    meaning: '저장됨. 이 받는 사람에 대해 아직 결정되지 않았습니다.',
    cause: '메시지가 방금 보내졌거나 서버가 밀린 일을 처리하는 중입니다.',
  },
  'held-while-active': {
    meaning: '대기: 사용자가 다른 기기를 쓰고 있습니다.',
    cause:
      '앱 설정 push.holdWhileActiveMs는 다른 기기가 앞에 있는 동안 푸시를 미룹니다. 거기서 읽으면 취소됩니다.',
  },
  gathering: {
    meaning: '같은 대화의 메시지를 더 기다렸다가 함께 보여 줍니다.',
    cause: '앱 설정 push.gatherWindowsMs: 이 대화가 방금 이 기기에서 울렸습니다.',
  },
  queued: {
    meaning: '인증서의 대기열에서 기다립니다.',
    cause: '계획은 정해졌고, 자리가 나는 대로 제조사에 요청합니다.',
  },
  sent: { meaning: '제조사로 요청을 보냈습니다.' },
  'vendor-busy': {
    meaning: '제조사가 나중에 다시 하라고 합니다. 다시 시도합니다.',
    cause: '제조사가 과부하이거나 속도를 제한하거나 장애가 있습니다. 요청은 받아들여지지 않았습니다.',
  },
  'vendor-unreachable': {
    meaning: '제조사에 닿지 못했습니다. 다시 시도합니다.',
    cause: '연결이 없거나, 요청을 보내기 전에 끊겼거나, 스트림이 거부되었습니다.',
    remedy: '계속되면 서버의 외부 연결(DNS, 방화벽, 프록시, 추가 CA)을 확인하세요.',
  },
  'outcome-unknown': {
    meaning: '요청을 보냈지만 답이 없습니다. 같은 collapse key로 다시 보냅니다.',
    cause:
      '답을 기다리는 동안 연결이 끊기거나 시간이 초과되었거나 서버가 중단되었습니다. 두 번째 것은 휴대폰에서 첫 번째를 대신합니다.',
  },
  'quota-exhausted': {
    meaning: '제조사의 할당량을 다 썼습니다. 다시 시작되면 시도합니다.',
    cause: '앱이나 기기가 이 분류의 몫을 다 썼습니다. 제조사의 답을 보세요.',
    remedy: '제조사에 채팅 분류(대부분 무제한)나 더 큰 할당량을 요청하세요.',
  },
  'quota-reserved': {
    meaning: '대기: 하루 몫의 나머지는 통화와 멘션을 위해 남겨 둡니다.',
    cause: '제조사가 하루에 받는 이 분류의 알림 중 10분의 9를 보냈습니다.',
    remedy: '제조사에 채팅 분류(대부분 무제한)나 더 큰 할당량을 요청하세요.',
  },
  late: {
    meaning: '유효 기간이 지났습니다. 이 기기에서 기다리던 것은 알림 하나로 합쳐집니다.',
    cause:
      '제때 받은 제조사가 없습니다. 더 새로운 것이 먼저 울리지 않으면, 제조사를 쓸 수 있게 될 때 "새 메시지 N개"로 표시됩니다.',
    remedy: '위의 대기 기록에서 무엇이 막았는지 보세요.',
  },
  'lane-stopped': {
    meaning: '인증서의 통로가 멈춰 푸시가 기다립니다.',
    cause: '제조사가 인증서 자체를 거부합니다.',
    remedy: '인증서를 고치세요(carillon cert update). 기다리던 푸시는 유효 기간까지 저절로 나갑니다.',
  },
  'certificate-rechecked': {
    meaning: '제조사가 인증서를 탓했지만 물어보면 받아들입니다. 푸시를 다시 시도합니다.',
    cause: '액세스 토큰이 막 끝났거나, 새 키가 아직 모든 곳에 퍼지지 않았거나, 푸시 자체의 문제입니다.',
    remedy: 'refused-config로 끝나면 제조사의 답을 보세요: 채널, 카테고리 또는 권한.',
  },
  'failed-over': {
    meaning: '이 제조사가 받지 않아 기기의 다른 푸시 통로로 보냅니다.',
    cause: '휴대폰이 두 제조사의 토큰을 보고했고 더 나은 쪽이 거부했습니다. 제조사의 답을 보세요.',
    remedy: '제조사의 답이 가리키는 것을 고치세요. 그때까지 다른 통로가 푸시를 나릅니다.',
  },
  'server-restarted': {
    meaning: '처리 중에 서버가 멈춰 다시 계획했습니다.',
    cause: '장애 또는 재시작. 끝나지 않은 것은 outbox에서 이어집니다.',
  },

  'vendor-accepted': {
    meaning: '제조사가 푸시를 받았습니다.',
    remedy:
      '그래도 휴대폰에 보이지 않으면: 앱 알림이 꺼짐, 휴대폰에 채널 없음, 방해 금지, 또는 네트워크 없음.',
  },
  'token-dead-by-vendor': {
    meaning: '제조사가 토큰이 무효라고 합니다.',
    cause: '앱이 삭제되었거나 데이터가 지워졌거나 토큰이 바뀌었습니다.',
    remedy: '앱을 열면 새 토큰을 보고합니다.',
  },
  'refused-config': {
    meaning: '제조사가 인증서를 거부합니다.',
    cause: '키, 비밀, 프로젝트, 패키지 이름, 채널 또는 권한이 맞지 않습니다. 제조사의 답을 보세요.',
    remedy: '제조사의 답에 따라 인증서를 고치세요(carillon cert update).',
  },
  'refused-payload': {
    meaning: '알림을 그대로는 보낼 수 없습니다.',
    cause: '필드가 너무 길거나 제조사가 받지 않는 형식입니다. 제조사의 답을 보세요.',
    remedy: '제조사의 답에 따라 메시지의 offlinePushInfo를 바꾸세요.',
  },
  'refused-quota': {
    meaning: '제조사의 할당량을 다 썼습니다.',
    cause: '앱이나 기기가 이 분류의 몫을 다 썼습니다. 제조사의 답을 보세요.',
    remedy: '제조사에 채팅 분류(대부분 무제한)나 더 큰 할당량을 요청하세요.',
  },
  'deadline-passed': {
    meaning: '푸시 안 함: 제조사가 받기 전에 유효 기간이 지났습니다.',
    cause: '푸시가 쓸모없을 만큼 오래될 때까지 제조사가 거부했거나 닿지 못했습니다.',
    remedy: '위의 시도에서 무엇이 막았는지 보세요.',
  },
  'no-answer': {
    meaning: '제조사에 여러 번 넘겼지만 답이 없었습니다. 표시되었을 수도 있습니다.',
    cause: '답을 기다리는 동안 매번 연결이 끊기거나 시간이 초과되었습니다.',
    remedy: '서버의 외부 연결(프록시, 방화벽)과 제조사의 상태 페이지를 확인하세요.',
  },

  ...koReceiptReasons,
}
