import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/**
 * Compiles several modules in one JVM, which is warm after the first. Each line of the plan is
 * `java|kotlin`, a tab and the file with the arguments of one compilation; each answer is a line
 * `compiled` or `refused`, in the same order, after what the compiler said.
 */
final class Compile {
    public static void main(String[] args) throws Exception {
        List<String> plan = Files.readAllLines(Path.of(args[0]));
        for (String line : plan) {
            String[] parts = line.split("\t");
            String[] arguments = Files.readAllLines(Path.of(parts[1])).toArray(new String[0]);
            boolean isCompiled = parts[0].equals("java") ? java(arguments) : kotlin(arguments);
            System.out.println(isCompiled ? "compiled" : "refused");
        }
    }

    private static boolean java(String[] arguments) {
        return ToolProvider.getSystemJavaCompiler().run(null, System.out, System.out, arguments) == 0;
    }

    private static boolean kotlin(String[] arguments) {
        return new K2JVMCompiler().exec(System.out, arguments) == ExitCode.OK;
    }
}
