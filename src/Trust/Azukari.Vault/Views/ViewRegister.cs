using Azukari.Policy.Compiling;
using Azukari.Policy.Coverage;

namespace Azukari.Vault;

/// <summary>
/// The views of the running program: the register of what it does with personal data. Filled before the vault is opened; a view no clause
/// of the version in force permits keeps it from opening.
/// </summary>
public sealed class ViewRegister
{
    private readonly Dictionary<string, ViewDeclaration> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _types = [];

    /// <summary>All views, sorted by id.</summary>
    public IReadOnlyList<ViewDeclaration> All => [.. _byId.Values.OrderBy(v => v.Id, StringComparer.Ordinal)];

    /// <summary>Registers a view.</summary>
    /// <exception cref="ArgumentException">Another view has its id, or it names no item.</exception>
    public ViewRegister Add<TView>() where TView : IView<TView>
    {
        if (_types.Add(typeof(TView))) Add(TView.Declaration);
        return this;
    }

    /// <summary>Registers the declaration of a view whose record lives elsewhere.</summary>
    /// <exception cref="ArgumentException">Another view has its id, or it names no item.</exception>
    public ViewRegister Add(ViewDeclaration view)
    {
        if (view.Items.IsDefaultOrEmpty) throw new ArgumentException($"The view {view.Id} names no item.", nameof(view));
        if (!_byId.TryAdd(view.Id, view)) throw new ArgumentException($"Two views have the id {view.Id}.", nameof(view));
        return this;
    }

    internal bool Has<TView>() => _types.Contains(typeof(TView));

    internal void Check(PolicyArchive archive)
    {
        var stranded = archive.Check(All);
        if (stranded.Count > 0) throw new StrandedViewException(archive.InForce.Version.Value, stranded);
    }
}

/// <summary>Views that no clause permits: the program does not start, the version is not published. The message names view, clause and reason.</summary>
public sealed class StrandedViewException : Exception
{
    internal StrandedViewException(string version, IReadOnlyList<StrandedView> stranded)
        : base($"Version {version} of the policy permits no access as these views declare: " +
            string.Join("; ", stranded.Select(s => $"{s.View.Id} (purpose {s.View.Purpose}, as {s.View.Recipient}): {s.Refusal.Code}, clause {s.Refusal.Clause}")) +
            ". Change the view, or publish a version that permits it.") =>
        Stranded = stranded;

    /// <summary>The views, each with the refusal.</summary>
    public IReadOnlyList<StrandedView> Stranded { get; }
}
