package dev.carillon.push.oppo

import com.heytap.msp.push.service.CompatibleDataMessageCallbackService

/** As [CarillonOppoService], before Android 10. */
class CarillonOppoOlderService : CompatibleDataMessageCallbackService()
