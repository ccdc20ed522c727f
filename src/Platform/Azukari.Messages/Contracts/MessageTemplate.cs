using System.Collections.Immutable;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Policy.Document;

namespace Azukari.Messages.Contracts;

/// <summary>Whether a message is part of what the person asked for, or advertising.</summary>
public enum MessageKind
{
    /// <summary>Belongs to the person's own business with the company: a confirmation, a warning, an answer.</summary>
    Service,

    /// <summary>
    /// Advertising (SCTA 36-3, Act on Regulation of Transmission of Specified Electronic Mail 3, 4): goes only where a live consent covers the
    /// purpose and the e-mail address, and carries a way out that takes one click.
    /// </summary>
    Advertising,
}

/// <summary>
/// A kind of message, declared by the module that sends it: its text in both languages and the view it reads of the person when it is sent.
/// Immutable once released: whoever changes a text raises <see cref="Version"/>, and keeps the version before as long as some may wait.
/// </summary>
/// <remarks>
/// In subject and text <c>{name}</c> stands for an item of the view or a field of the order. The company's signature is added to each text.
/// Checked when the program starts: every place is an item or a field, every field stands in both languages, the policy permits the view.
/// </remarks>
public sealed record MessageTemplate
{
    /// <summary>The item a message is sent to; every template's view reads it.</summary>
    public static ItemId Address { get; } = ItemId.Parse("email");

    /// <summary>A stable name, module first: <c>join.confirm-email</c>; at most 56 lower-case letters, digits, '.' and '-'.</summary>
    public required string Id { get; init; }

    /// <summary>Counts the texts, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Service or advertising.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>For which purpose of the policy the address and the other items are read.</summary>
    public required ClauseId Purpose { get; init; }

    /// <summary>As which recipient kind they are read: the desk that writes.</summary>
    public required RecipientKind As { get; init; }

    /// <summary>What the text says of the person besides the address it goes to, for instance <c>name</c>.</summary>
    public ImmutableArray<ItemId> Items { get; init; } = [];

    /// <summary>What the order brings.</summary>
    public ImmutableArray<MessageField> Fields { get; init; } = [];

    /// <summary>The subject line.</summary>
    public required LocalText Subject { get; init; }

    /// <summary>The text: lines and empty lines, no markup.</summary>
    public required LocalText Text { get; init; }

    /// <summary>
    /// The field (a code) that names a letter somebody wrote and another approved (<see cref="IWrittenLetters"/>): its words are sent, and <see cref="Subject"/> and
    /// <see cref="Text"/> only say in lists what kind of letter it is. Null for a template that has its words itself.
    /// </summary>
    public string? Written { get; init; }

    /// <summary>Whether this asks somebody to confirm the address it goes to: the one letter that goes to an address nobody confirmed. It says nothing of the person.</summary>
    public bool AsksToConfirm { get; init; }

    /// <summary>How long after its order a message is still worth sending; three days unless said.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(3);

    /// <summary>What is read of the person when the message is sent: part of the register of processing.</summary>
    public ViewDeclaration View => new($"message.{Id}", Purpose, As, [.. Items.Append(Address).Distinct()]);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Version}";
}

/// <summary>What a field holds. There is no kind for free text: what a person told the company is read from the vault, never brought along.</summary>
public enum MessageFieldKind
{
    /// <summary>A reference: 1 to 64 ASCII letters, digits, '.', '_', ':', '-'.</summary>
    Code,

    /// <summary>A path of the site, such as a link that works once; printed with the site's address before it.</summary>
    Link,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A moment, printed in Asia/Tokyo.</summary>
    Moment,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>Whole yen.</summary>
    Yen,

    /// <summary>One of the words the field declares.</summary>
    Word,
}

/// <summary>A field of a template.</summary>
/// <param name="Name">Lower-case letters, digits and '-'.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Specimen">What stands there in a preview, in stored form: <c>A-1042</c>, <c>/join/confirm/specimen</c>, <c>2026-10-01</c>, <c>2026-10-01T09:00:00Z</c>, <c>3</c>, a word's code.</param>
/// <param name="Words">For <see cref="MessageFieldKind.Word"/>: what each code is called.</param>
public sealed record MessageField(string Name, MessageFieldKind Kind, string Specimen, IReadOnlyDictionary<string, LocalText>? Words = null);
