package dev.carillon.push.oppo

import android.content.Context
import com.heytap.msp.push.HeytapPushManager
import com.heytap.msp.push.callback.ICallBackResultService
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter
import java.lang.reflect.Proxy

private const val SUCCESS = 0

/** OPPO Push for OPPO, OnePlus and realme (open.oppomobile.com, "OPPO PUSH client SDK"). */
class OppoAdapter : VendorAdapter {
    override fun whyUnsupported(context: Context): String? {
        HeytapPushManager.init(context, false)
        return if (HeytapPushManager.isSupportPush(context)) null else "OPPO's push service is not on this phone."
    }

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        HeytapPushManager.register(context, credentials.appKey, credentials.appSecret, callbackTo(answer))
        answer.token(HeytapPushManager.getRegisterID().orEmpty())
    }

    override fun unregister(context: Context) = HeytapPushManager.unRegister()

    override fun clearNotifications(context: Context) = HeytapPushManager.clearNotifications()

    override fun askForNotifications(context: Context) = HeytapPushManager.requestNotificationPermission()

    /**
     * Answers by name: `onRegister(code, registerID)` of version 2 has four arguments in version 3, and
     * `onError` came later.
     */
    private fun callbackTo(answer: RegistrationAnswer): ICallBackResultService = Proxy.newProxyInstance(
        ICallBackResultService::class.java.classLoader,
        arrayOf(ICallBackResultService::class.java),
    ) { proxy, method, arguments ->
        val code = arguments?.getOrNull(0) as? Int
        val words = arguments?.getOrNull(1) as? String
        when (method.name) {
            "onRegister" -> {
                if (code == SUCCESS) answer.token(words.orEmpty()) else answer.failed(code.toString(), words.orEmpty())
                null
            }
            "onError" -> {
                answer.failed(code.toString(), words.orEmpty())
                null
            }
            "hashCode" -> System.identityHashCode(proxy)
            "equals" -> proxy === arguments?.getOrNull(0)
            "toString" -> "OPPO's registration callback"
            else -> null
        }
    } as ICallBackResultService
}
