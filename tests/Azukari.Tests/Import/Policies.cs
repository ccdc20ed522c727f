using System.Runtime.CompilerServices;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;

namespace Azukari.Tests.Import;

/// <summary>The company's own policy, both versions, the second in force.</summary>
internal static class Policies
{
    public static IReadOnlyList<PolicyDocument> Documents { get; } = [Load("2021-04"), Load("2026-10")];

    public static PolicyArchive Archive { get; } = PolicyArchive.Build(Documents, PolicyVersion.Parse("2026-10"));

    public static string Repository([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static PolicyDocument Load(string version)
    {
        var load = PolicyLoader.LoadFile(Path.Combine(Repository(), "policies", "seacret-direct-japan", version + ".yaml"));
        return load.Document ?? throw new InvalidOperationException(string.Join('\n', load.Errors));
    }
}
