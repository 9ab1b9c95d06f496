@file:Suppress("UNUSED_PARAMETER")

package dev.carillon.push.testing

import android.content.Context
import com.heytap.msp.push.HeytapPushManager
import com.heytap.msp.push.callback.ICallBackResultService
import com.hihonor.push.sdk.HonorPushCallback
import com.hihonor.push.sdk.HonorPushClient
import com.huawei.agconnect.AGConnectOptions
import com.huawei.agconnect.AGConnectOptionsBuilder
import com.huawei.hms.aaid.HmsInstanceId
import com.huawei.hms.api.HuaweiApiAvailability
import com.huawei.hms.common.ApiException
import com.meizu.cloud.pushsdk.PushManager
import com.meizu.cloud.pushsdk.util.MzSystemUtils
import com.vivo.push.IPushActionListener
import com.vivo.push.PushClient
import com.vivo.push.PushConfig
import com.vivo.push.listener.IPushQueryActionListener
import com.xiaomi.mipush.sdk.MiPushClient
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements

class RefusedByHuawei(private val code: Int) : ApiException() {
    override val message: String
        get() = "6003: certificate fingerprint error"

    override fun getStatusCode(): Int = code
}

@Implements(HmsInstanceId::class)
class ShadowHmsInstanceId {
    @Implementation
    fun getToken(subjectId: String, scope: String): String {
        Library.calls.add("getToken $subjectId $scope")
        if (Library.code != 0) throw RefusedByHuawei(Library.code)
        return Library.token
    }

    @Implementation
    fun deleteToken(subjectId: String, scope: String) {
        Library.calls.add("deleteToken $subjectId $scope")
    }

    companion object {
        @JvmStatic
        @Implementation
        fun getInstance(context: Context): HmsInstanceId = HmsInstanceId()
    }
}

@Implements(HuaweiApiAvailability::class)
class ShadowHuaweiApiAvailability {
    companion object {
        @JvmStatic
        @Implementation
        fun getInstance(): HuaweiApiAvailability = object : HuaweiApiAvailability() {
            override fun isHuaweiMobileServicesAvailable(context: Context): Int = if (Library.isSupported) 0 else 1
        }
    }
}

@Implements(AGConnectOptionsBuilder::class)
class ShadowAgconnect {
    @Implementation
    fun build(context: Context): AGConnectOptions = AGConnectOptions { Library.agconnectAppID }
}

@Implements(HonorPushClient::class)
class ShadowHonorPushClient {
    @Implementation
    fun checkSupportHonorPush(context: Context): Boolean = Library.isSupported

    @Implementation
    fun init(context: Context, isAutoInit: Boolean) {
        Library.calls.add("init $isAutoInit")
    }

    @Implementation
    fun getPushToken(callback: HonorPushCallback<String>) {
        Library.answer = { code, token -> if (code == 0) callback.onSuccess(token) else callback.onFailure(code, token) }
    }

    @Implementation
    fun deletePushToken(callback: HonorPushCallback<Void>) {
        Library.calls.add("deletePushToken")
    }

    companion object {
        @JvmStatic
        @Implementation
        fun getInstance(): HonorPushClient = HonorPushClient()
    }
}

@Implements(MiPushClient::class)
class ShadowMiPushClient {
    companion object {
        @JvmStatic
        @Implementation
        fun registerPush(context: Context, appID: String, appToken: String) {
            Library.calls.add("registerPush $appID $appToken")
        }

        @JvmStatic
        @Implementation
        fun unregisterPush(context: Context) {
            Library.calls.add("unregisterPush")
        }

        @JvmStatic
        @Implementation
        fun getRegId(context: Context): String? = Library.token.ifEmpty { null }

        @JvmStatic
        @Implementation
        fun shouldUseMIUIPush(context: Context): Boolean = Library.isSupported

        @JvmStatic
        @Implementation
        fun clearNotification(context: Context) {
            Library.calls.add("clearNotification")
        }
    }
}

/** Method names and arguments as versions 2 and 3 of the library have them. */
interface OppoCallback2 : ICallBackResultService {
    fun onRegister(code: Int, registerID: String)
}

interface OppoCallback3 : ICallBackResultService {
    fun onRegister(code: Int, registerID: String, packageName: String, miniPackageName: String)

    fun onError(code: Int, words: String, packageName: String, miniPackageName: String)
}

@Implements(HeytapPushManager::class)
class ShadowHeytapPushManager {
    companion object {
        @JvmStatic
        @Implementation
        fun init(context: Context, needLog: Boolean) {
            Library.calls.add("init")
        }

        @JvmStatic
        @Implementation
        fun isSupportPush(context: Context): Boolean = Library.isSupported

        @JvmStatic
        @Implementation
        fun register(context: Context, appKey: String, appSecret: String, callback: ICallBackResultService) {
            Library.calls.add("register $appKey $appSecret")
            // The library calls the interface's methods; a proxy takes them by name, whichever version has them.
            val handler = java.lang.reflect.Proxy.getInvocationHandler(callback)
            val version2 = OppoCallback2::class.java.methods.single { it.name == "onRegister" }
            val version3 = OppoCallback3::class.java.methods.associateBy { it.name }
            Library.answer = { code, token ->
                when (code) {
                    0 -> handler.invoke(callback, version2, arrayOf(code, token))
                    -1 -> handler.invoke(callback, version3.getValue("onError"), arrayOf(code, token, "app", ""))
                    else -> handler.invoke(callback, version3.getValue("onRegister"), arrayOf(code, token, "app", ""))
                }
            }
            // It keeps its callbacks in a set, and writes them to the log.
            check(callback == callback && callback.hashCode() == callback.hashCode() && callback.toString().isNotEmpty())
        }

        @JvmStatic
        @Implementation
        fun unRegister() {
            Library.calls.add("unRegister")
        }

        @JvmStatic
        @Implementation
        fun getRegisterID(): String? = Library.token.ifEmpty { null }

        @JvmStatic
        @Implementation
        fun requestNotificationPermission() {
            Library.calls.add("requestNotificationPermission")
        }

        @JvmStatic
        @Implementation
        fun clearNotifications() {
            Library.calls.add("clearNotifications")
        }
    }
}

@Implements(PushConfig.Builder::class)
class ShadowVivoConfigBuilder {
    @Implementation
    fun agreePrivacyStatement(agrees: Boolean): PushConfig.Builder {
        Library.calls.add("agreePrivacyStatement $agrees")
        return PushConfig.Builder()
    }

    @Implementation
    fun build(): PushConfig = PushConfig()
}

@Implements(PushClient::class)
class ShadowVivoPushClient {
    @Implementation
    fun initialize(config: PushConfig) {
        Library.calls.add("initialize")
    }

    @Implementation
    fun isSupport(): Boolean = Library.isSupported

    @Implementation
    fun turnOnPush(listener: IPushActionListener) = listener.onStateChanged(Library.code)

    @Implementation
    fun turnOffPush(listener: IPushActionListener) {
        Library.calls.add("turnOffPush")
        listener.onStateChanged(0)
    }

    @Implementation
    fun getRegId(listener: IPushQueryActionListener) {
        Library.answer = { code, token -> if (code == 0) listener.onSuccess(token) else listener.onFail(code) }
    }

    companion object {
        @JvmStatic
        @Implementation
        fun getInstance(context: Context): PushClient = PushClient()
    }
}

@Implements(PushManager::class)
class ShadowMeizuPushManager {
    companion object {
        @JvmStatic
        @Implementation
        fun register(context: Context, appId: String, appKey: String) {
            Library.calls.add("register $appId $appKey")
        }

        @JvmStatic
        @Implementation
        fun unRegister(context: Context, appId: String, appKey: String) {
            Library.calls.add("unRegister $appId $appKey")
        }

        @JvmStatic
        @Implementation
        fun getPushId(context: Context): String? = Library.token.ifEmpty { null }

        @JvmStatic
        @Implementation
        fun clearNotification(context: Context) {
            Library.calls.add("clearNotification")
        }
    }
}

@Implements(MzSystemUtils::class)
class ShadowMzSystemUtils {
    companion object {
        @JvmStatic
        @Implementation
        fun isBrandMeizu(context: Context): Boolean = Library.isSupported
    }
}
