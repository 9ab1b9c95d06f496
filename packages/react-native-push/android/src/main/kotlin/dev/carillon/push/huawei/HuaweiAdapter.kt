package dev.carillon.push.huawei

import android.content.Context
import com.huawei.agconnect.AGConnectOptionsBuilder
import com.huawei.hms.aaid.HmsInstanceId
import com.huawei.hms.api.HuaweiApiAvailability
import com.huawei.hms.common.ApiException
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.PushFailure
import dev.carillon.push.core.FailureCode
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter
import dev.carillon.push.core.wordsOf

private const val SUCCESS = 0
private const val SCOPE = "HCM"

/** Huawei Push Kit (HMS Core; developer.huawei.com, client development, "Obtaining a Token"). */
class HuaweiAdapter : VendorAdapter {
    override fun whyUnsupported(context: Context): String? {
        val code = HuaweiApiAvailability.getInstance().isHuaweiMobileServicesAvailable(context)
        return if (code == SUCCESS) null else "HMS Core is not available on this phone ($code)."
    }

    // EMUI before 10 answers with an empty token and gives it to the service later.
    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        try {
            answer.token(HmsInstanceId.getInstance(context).getToken(appID(context, credentials), SCOPE).orEmpty())
        } catch (error: ApiException) {
            answer.failed(error.statusCode.toString(), wordsOf(error))
        }
    }

    override fun unregister(context: Context) =
        HmsInstanceId.getInstance(context).deleteToken(appID(context, Credentials()), SCOPE)

    /** From agconnect-services.json, unless JavaScript names one. */
    private fun appID(context: Context, credentials: Credentials): String {
        if (credentials.appID.isNotEmpty()) return credentials.appID
        val appID = AGConnectOptionsBuilder().build(context).getString("client/app_id").orEmpty()
        if (appID.isNotEmpty()) return appID
        throw PushFailure(
            FailureCode.REGISTER,
            "Huawei's app ID is not in this build: agconnect-services.json or the agconnect plugin is missing.",
        )
    }
}
