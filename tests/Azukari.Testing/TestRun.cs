namespace Azukari.Testing;

/// <summary>One run of a test program: everything it writes lies under one folder, because a scan reads all of it afterwards.</summary>
public static class TestRun
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The file in a run's folder that names the addresses axe has read, one a line.</summary>
    public const string ReadByAxe = "axe-read.txt";

    private static readonly Lazy<string> LazyRoot = new(MakeRoot);
    private static int _folders;

    /// <summary>The run's folder: below AZUKARI_TEST_ROOT where that is set, else below the machine's folder for temporary files.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>Whether what was written stays for the scan (AZUKARI_KEEP=1; dev/test deletes it).</summary>
    public static bool Keep => Environment.GetEnvironmentVariable("AZUKARI_KEEP") == "1";

    /// <summary>A fresh folder for one test.</summary>
    public static string NewFolder(string name)
    {
        var folder = Path.Combine(Root, $"{name}-{Interlocked.Increment(ref _folders):d4}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Deletes a test's folder, unless the run keeps what it wrote.</summary>
    public static void DropFolder(string folder)
    {
        if (!Keep && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static string MakeRoot()
    {
        var above = Environment.GetEnvironmentVariable("AZUKARI_TEST_ROOT") ?? Path.GetTempPath();
        var root = Path.Combine(above, $"azukari-run-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(root);
        else
            Directory.CreateDirectory(root, Mode); // PostgreSQL's own user passes through it
        if (!Keep)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => TryDelete(root);
        return root;
    }

    private static void TryDelete(string root)
    {
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (IOException)
        {
            // a server that is still going down holds a file: its watchdog's folder is left to the machine's own cleaning
        }
    }
}
