import * as z from 'zod'

/** The launcher's activity, which Huawei and Honor want beside a badge. */
export const badgeClassField = z
  .string({ error: "the full name of the launcher's activity" })
  .regex(
    /^(?=.{3,255}$)[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/,
    'must be the full name of an activity, such as com.example.chat.MainActivity',
  )
