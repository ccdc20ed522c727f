namespace Azukari.Site.Policies.Changes;

/// <summary>Neighbouring clauses that changed, or neighbouring ones that did not (folded away together).</summary>
internal sealed record PairGroup(bool Changed, IReadOnlyList<ClausePair> Pairs)
{
    public static IReadOnlyList<PairGroup> Of(IReadOnlyList<ClausePair> pairs, Func<ClausePair, bool> changed)
    {
        var groups = new List<PairGroup>();
        var open = new List<ClausePair>();
        bool state = false;
        foreach (ClausePair pair in pairs)
        {
            if (open.Count > 0 && changed(pair) != state) Close();
            state = changed(pair);
            open.Add(pair);
        }

        if (open.Count > 0) Close();
        return groups;

        void Close()
        {
            groups.Add(new PairGroup(state, [.. open]));
            open.Clear();
        }
    }
}
