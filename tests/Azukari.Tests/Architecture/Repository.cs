namespace Azukari.Tests.Architecture;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> SourceProjects() => Projects("src");

    public static IEnumerable<string> AllProjects() => SourceProjects().Concat(Projects("tests"));

    private static string[] Projects(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Azukari.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests run from a checkout, and there is no Azukari.slnx above them.");
    }
}
