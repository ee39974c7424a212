// Starts one Elasticsearch node from its published jars: home folder, HTTP port, transport port. Ends when its input ends.
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

public class Main {
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        describeTransport(home.resolve("modules/transport-netty4"));
        Settings settings = Settings.builder()
            .put("path.home", home.toString())
            .put("path.data", home.resolve("data").toString())
            .put("node.name", "test")
            .put("cluster.name", "lastcopy-test")
            .put("http.port", args[1])
            .put("transport.port", args[2])
            .put("network.host", "127.0.0.1")
            .put("discovery.type", "single-node")
            .put("action.destructive_requires_name", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Environment environment = new Environment(settings, home.resolve("config"));
        LogConfigurator.configureESLogging();
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of(),
            false
        );
        Node node = new Node(environment, plugins);
        node.start();
        System.out.println("the node answers");
        while (System.in.read() != -1) { }
        Runtime.getRuntime().halt(0);
    }

    /** The transport's jar holds its own description; without the name of a module it loads from the class path. */
    private static void describeTransport(Path module) throws Exception {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(module, "transport-netty4-*.jar")) {
            try (ZipFile jar = new ZipFile(jars.iterator().next().toFile())) {
                for (String file : new String[] { "plugin-descriptor.properties", "entitlement-policy.yaml" }) {
                    var entry = jar.getEntry("META-INF/es-plugins/transport-netty4/" + file);
                    String text = new String(jar.getInputStream(entry).readAllBytes());
                    Files.writeString(module.resolve(file), text.replaceAll("(?m)^modulename=.*$", ""));
                }
            }
        }
    }
}
