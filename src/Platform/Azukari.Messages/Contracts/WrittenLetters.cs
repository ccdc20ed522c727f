using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Letters whose words people write while the program runs. A module keeps each once and never changes it after it was approved; every message refers to it by its code.
/// Registered as a singleton of this type.
/// </summary>
public interface IWrittenLetters
{
    /// <summary>Whether this module keeps the letters of a template.</summary>
    bool KeepsFor(string template);

    /// <summary>A letter as it goes to somebody at this moment: asked each time one is to be sent.</summary>
    /// <param name="code">Which.</param>
    /// <param name="to">To whom.</param>
    /// <param name="cancel">Cancels the look.</param>
    /// <returns>Null where there is none that may be sent.</returns>
    Task<WrittenLetter?> FindAsync(string code, SubjectId to, CancellationToken cancel);

    /// <summary>The subject line of an approved letter, for a list; null where there is none.</summary>
    Task<LocalText?> HeadingAsync(string code, CancellationToken cancel);
}

/// <summary>The words of a letter, in both languages. They have no places: nothing is filled in.</summary>
/// <param name="Subject">The subject line.</param>
/// <param name="Text">The text; the signature is added.</param>
public sealed record WrittenLetter(LocalText Subject, LocalText Text)
{
    /// <summary>By which items its receivers were chosen: read, decided and recorded with the address, since they are used.</summary>
    public ImmutableArray<ItemId> ChosenBy { get; init; } = [];

    /// <summary>Why it does not go to this person any more, a code of the message's reasons; null where it goes.</summary>
    public string? Withheld { get; init; }
}
