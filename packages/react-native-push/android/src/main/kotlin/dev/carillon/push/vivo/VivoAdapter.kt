package dev.carillon.push.vivo

import android.content.Context
import com.vivo.push.PushClient
import com.vivo.push.PushConfig
import com.vivo.push.listener.IPushQueryActionListener
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter

private const val SUCCESS = 0

/** vivo Push (dev.vivo.com.cn, documentCenter 365); app ID and key stand in the app's manifest. */
class VivoAdapter : VendorAdapter {
    override fun whyUnsupported(context: Context): String? =
        if (PushClient.getInstance(context).isSupport) null else "vivo's push service is not on this phone."

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        val client = PushClient.getInstance(context)
        // The app asks its user before it registers for push: that is what the flag states.
        client.initialize(PushConfig.Builder().agreePrivacyStatement(true).build())
        client.turnOnPush { state ->
            if (state == SUCCESS) askForToken(client, answer) else answer.failed(state.toString(), "turnOnPush was refused.")
        }
    }

    private fun askForToken(client: PushClient, answer: RegistrationAnswer) =
        client.getRegId(object : IPushQueryActionListener {
            override fun onSuccess(result: String?) = answer.token(result.orEmpty())

            override fun onFail(error: Int?) = answer.failed(error?.toString().orEmpty(), "getRegId failed.")
        })

    override fun unregister(context: Context) = PushClient.getInstance(context).turnOffPush {}
}
