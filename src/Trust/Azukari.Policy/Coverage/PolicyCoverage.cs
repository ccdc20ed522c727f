using Azukari.Policy.Compiling;

namespace Azukari.Policy.Coverage;

/// <summary>Whether views and clauses meet, in both directions.</summary>
public static partial class PolicyCoverage
{
    internal static IReadOnlyList<StrandedView> Stranded(PolicyArchive archive, IEnumerable<ViewDeclaration> views)
    {
        var stranded = new List<StrandedView>();
        foreach (var view in views)
        {
            if (archive.Why(view.Purpose, view.Recipient, view.Items, view.Ground) is { } refusal)
                stranded.Add(new StrandedView(view, refusal));
        }
        return stranded;
    }
}
