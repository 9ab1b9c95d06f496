import type { Db } from '../../store/db.ts'
import type { GroupKey } from '../types.ts'

/** An application as it is stored. */
export interface GroupApplication {
  groupID: string
  fromUserID: string
  nickName: string | null
  faceUrl: string | null
  toUserID: string
  type: 0 | 1
  requestMessage: string
  addedAtMs: number
  /** Null until it is handled. */
  handledBy: string | null
  isAgreed: boolean | null
  handleMessage: string
}

const putStatement = {
  name: 'groupApplications.put',
  text: `insert into group_applications (sdk_app_id, group_id, from_user, to_user, type, request_message, added_at)
  values ($1, $2, $3, '', 0, $4, to_timestamp($5::float8 / 1000.0))
  on conflict (sdk_app_id, group_id, from_user, to_user) do update set request_message = excluded.request_message,
    added_at = excluded.added_at, handled_by = null, is_agreed = null, handle_message = ''`,
}

/** Stores that a user wants to join; an earlier application of the user is replaced. */
export const putApplication = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  application: { userID: string; message: string; nowMs: number },
): Promise<void> => {
  await db.query(putStatement, [
    sdkAppID,
    groupID,
    application.userID,
    application.message,
    application.nowMs,
  ])
}

const columns = `a.group_id as "groupID", a.from_user as "fromUserID", u.nick_name as "nickName",
  u.face_url as "faceUrl", a.to_user as "toUserID", a.type, a.request_message as "requestMessage",
  a.added_at as "addedAtMs", a.handled_by as "handledBy", a.is_agreed as "isAgreed",
  a.handle_message as "handleMessage"`

const findStatement = {
  name: 'groupApplications.find',
  text: `select ${columns} from group_applications a
  join users u on u.sdk_app_id = a.sdk_app_id and u.user_id = a.from_user
  where a.sdk_app_id = $1 and a.group_id = $2 and a.from_user = $3 and a.to_user = $4`,
}

export const findApplication = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  { fromUserID, toUserID }: { fromUserID: string; toUserID: string },
): Promise<GroupApplication | undefined> =>
  (await db.query<GroupApplication>(findStatement, [sdkAppID, groupID, fromUserID, toUserID]))[0]

const forHandlerStatement = {
  name: 'groupApplications.forHandler',
  text: `select ${columns} from group_members m
  join group_applications a on a.sdk_app_id = m.sdk_app_id and a.group_id = m.group_id
  join users u on u.sdk_app_id = a.sdk_app_id and u.user_id = a.from_user
  where m.sdk_app_id = $1 and m.user_id = $2 and m.role > 200
  order by a.added_at desc limit $3`,
}

/** Applications to the groups a user owns or administers, newest first. */
export const applicationsFor = async (
  db: Db,
  { sdkAppID, userID }: { sdkAppID: number; userID: string },
  limit: number,
): Promise<GroupApplication[]> => await db.query(forHandlerStatement, [sdkAppID, userID, limit])

const handleStatement = {
  name: 'groupApplications.handle',
  text: `update group_applications set handled_by = $5, is_agreed = $6, handle_message = $7
  where sdk_app_id = $1 and group_id = $2 and from_user = $3 and to_user = $4`,
}

export const markHandled = async (
  db: Db,
  { sdkAppID, groupID }: GroupKey,
  application: {
    fromUserID: string
    toUserID: string
    handledBy: string
    isAgreed: boolean
    message: string
  },
): Promise<void> => {
  const { fromUserID, toUserID, handledBy, isAgreed, message } = application
  await db.query(handleStatement, [sdkAppID, groupID, fromUserID, toUserID, handledBy, isAgreed, message])
}
