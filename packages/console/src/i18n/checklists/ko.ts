import type { Texts } from '../en.ts'

/** As in English. */
export const koChecklists: Texts['checklists'] = {
  apns: [
    'App ID(Identifiers)와 Xcode(Signing & Capabilities)에서 Push Notifications를 켜세요.',
    '서명 키(.p8)를 쓰세요. 만료되지 않고 운영과 샌드박스에 모두 쓰입니다.',
    'Xcode에서 실행한 빌드에는 환경이 sandbox인 별도의 인증서가 필요합니다.',
  ],
  fcm: [
    'Firebase 프로젝트에 패키지 이름으로 Android 앱을 추가하고 google-services.json을 앱에 넣으세요.',
    '프로젝트에서 Firebase Cloud Messaging API (V1)를 켜야 합니다.',
    '여기에 알림 채널을 적었다면 앱에서 만드세요.',
  ],
  huawei: [
    'AppGallery Connect에서 Push Kit을 켜고 서명 인증서의 SHA-256 지문을 입력하세요.',
    '자체 분류 권한(IM)을 신청하세요. 없으면 마케팅으로 처리되어 무음이고 하루 2건입니다.',
    '도착 여부를 보려면 수신 확인 주소를 설정하세요.',
  ],
  honor: [
    'developer.honor.com에서 푸시 서비스를 켜고 서명 인증서의 지문을 입력하세요.',
    '자체 분류를 신청하세요. 없으면 마케팅으로 처리되어 무음이고 하루 2건입니다.',
  ],
  xiaomi: [
    '앱의 푸시를 켜세요. AppID와 AppKey는 앱에, AppSecret은 여기에 넣습니다.',
    '채팅 메시지용 channel을 신청하세요. 없으면 휴대폰마다 하루 한 건 정도입니다.',
  ],
  oppo: [
    'push.oppo.com에 알림 채널을 등록하고 앱에서도 같은 채널을 만드세요. 없으면 표시되지 않습니다.',
    'IM 분류(통신과 서비스)를 신청하세요.',
    'OPPO는 설치 뒤 알림이 꺼져 있습니다. 켜 달라고 안내하세요.',
  ],
  vivo: [
    '정식 푸시 권한을 신청하세요. 그 전에는 테스트 기기만 받습니다(푸시 모드 1).',
    'IM 분류를 신청하세요. 없으면 하루 한도가 있는 운영 메시지로 셉니다.',
  ],
  meizu: [
    'open.flyme.cn에서 푸시를 켜세요. AppID와 AppKey는 앱에, App Secret은 여기에 넣습니다.',
    '휴대폰 한 대에 하루 여러 건을 보내면 개인 메시지 분류를 신청하세요.',
  ],
}
