using Azukari.Members.Contracts;
using Azukari.Ui.Components;
using Azukari.Vault;

namespace Azukari.Portal.Home;

/// <summary>Something a member has to do, or should know, shown on the home page: words in the language of the request.</summary>
/// <param name="Tone">How much it matters.</param>
/// <param name="Title">What it is.</param>
/// <param name="Text">Why, and until when.</param>
/// <param name="Path">The page where it is done, without language.</param>
/// <param name="Action">What the link to it says, a verb.</param>
public sealed record Todo(Tone Tone, string Title, string Text, string Path, string Action);

/// <summary>Knows what a member has to do. Modules that have pages in the portal add theirs.</summary>
public interface ITodoSource
{
    /// <summary>What there is to do; empty when nothing is. Names no value of the person.</summary>
    Task<IReadOnlyList<Todo>> OfAsync(SubjectId member, Membership? membership, CancellationToken cancel);
}
