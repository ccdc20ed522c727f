using Azukari.Policy.Coverage;

namespace Azukari.Vault;

/// <summary>
/// A view: a small record that names its purpose, its recipient kind and its items. Code reads views, never "fields"; the set of views
/// is the company's register of what it does with personal data (個人情報管理台帳). A view no clause permits keeps the program from starting.
/// </summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IView<TSelf> where TSelf : IView<TSelf>
{
    /// <summary>What the view reads, for what and as whom.</summary>
    static abstract ViewDeclaration Declaration { get; }

    /// <summary>Makes the view from the values of exactly its items; an item not held is null.</summary>
    static abstract TSelf Read(ItemValues values);
}
