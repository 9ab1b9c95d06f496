package dev.carillon.push.honor

import android.content.Context
import com.hihonor.push.sdk.HonorPushCallback
import com.hihonor.push.sdk.HonorPushClient
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter

/** Honor Push (developer.honor.com/cn/docs/11002); its app ID stands in the app's manifest. */
class HonorAdapter : VendorAdapter {
    override fun whyUnsupported(context: Context): String? =
        if (HonorPushClient.getInstance().checkSupportHonorPush(context)) null
        else "Honor's push service is not on this phone: before Magic UI 4 Honor phones have Huawei's."

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        val client = HonorPushClient.getInstance()
        // Without a token of its own accord: it is asked for here.
        client.init(context, false)
        client.getPushToken(object : HonorPushCallback<String> {
            override fun onSuccess(result: String?) = answer.token(result.orEmpty())

            override fun onFailure(errorCode: Int, errorString: String?) =
                answer.failed(errorCode.toString(), errorString.orEmpty())
        })
    }

    override fun unregister(context: Context) =
        HonorPushClient.getInstance().deletePushToken(object : HonorPushCallback<Void> {
            override fun onSuccess(result: Void?) {}

            override fun onFailure(errorCode: Int, errorString: String?) {}
        })
}
