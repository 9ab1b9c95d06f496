package dev.carillon.push.oppo

import com.heytap.msp.push.service.DataMessageCallbackService

/** Where OPPO's push service answers, from Android 10 on; the library reads the answers. */
class CarillonOppoService : DataMessageCallbackService()
