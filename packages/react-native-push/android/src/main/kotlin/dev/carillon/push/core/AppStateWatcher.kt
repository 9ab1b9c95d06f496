package dev.carillon.push.core

import android.app.Activity
import android.app.ActivityManager
import android.app.Application
import android.os.Bundle
import android.os.Handler
import android.os.Looper

/** In the words of React Native. */
enum class AppState(val word: String) { ACTIVE("active"), INACTIVE("inactive"), BACKGROUND("background") }

/** Longer than going from one activity of the app to another takes. */
const val PAUSE_SETTLES_MS = 500L

/**
 * The state of the whole process, from its activities: one of them in front is `active`; visible behind a
 * dialog or beside another app is `inactive`; none visible is `background`, said at once.
 */
class AppStateWatcher(
    private val events: PushEvents,
    private val onActivity: (activity: Activity, isFirst: Boolean, isNew: Boolean) -> Unit,
) : Application.ActivityLifecycleCallbacks {
    private val handler = Handler(Looper.getMainLooper())
    private val pauseSettled = Runnable { settle() }
    private var created = 0
    private var started = 0
    private var resumed = 0

    @Volatile
    private var current: AppState? = null

    /** True from the first activity of the process on. */
    @Volatile
    var hasHadActivity = false
        private set

    val state: AppState
        get() = current ?: stateOfProcess()

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) {
        val isFirst = !hasHadActivity
        hasHadActivity = true
        created += 1
        onActivity(activity, isFirst, savedInstanceState == null)
    }

    override fun onActivityStarted(activity: Activity) {
        started += 1
    }

    override fun onActivityResumed(activity: Activity) {
        resumed += 1
        // An app that takes over new intents itself has put the latest one here.
        onActivity(activity, false, true)
        settle()
    }

    override fun onActivityPaused(activity: Activity) {
        resumed = maxOf(0, resumed - 1)
        if (resumed > 0) return
        // The next activity of the app may be about to resume.
        handler.removeCallbacks(pauseSettled)
        handler.postDelayed(pauseSettled, PAUSE_SETTLES_MS)
    }

    override fun onActivityStopped(activity: Activity) {
        started = maxOf(0, started - 1)
        // A turned phone stops its activity for a moment.
        if (started == 0 && !activity.isChangingConfigurations) settle()
    }

    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) {}

    override fun onActivityDestroyed(activity: Activity) {
        created = maxOf(0, created - 1)
    }

    private fun settle() {
        handler.removeCallbacks(pauseSettled)
        val now = when {
            resumed > 0 -> AppState.ACTIVE
            started > 0 -> AppState.INACTIVE
            else -> AppState.BACKGROUND
        }
        if (now == current) return
        current = now
        events.onAppState(now)
    }

    /** Before any activity was seen: a process started by a push, or a module that was added late. */
    private fun stateOfProcess(): AppState {
        val process = ActivityManager.RunningAppProcessInfo()
        ActivityManager.getMyMemoryState(process)
        val isInFront = process.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
        return if (isInFront && hasHadActivity) AppState.ACTIVE else AppState.BACKGROUND
    }
}
