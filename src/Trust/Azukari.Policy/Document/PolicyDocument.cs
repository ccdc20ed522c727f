using System.Collections.Immutable;

namespace Azukari.Policy.Document;

/// <summary>
/// One version of a policy as its file says it: text and rule side by side. Immutable. Lists are expanded (sets resolved) and keep the order of the
/// file. Only <see cref="Loading.PolicyLoader"/> makes one from a file, and only when it has no error.
/// </summary>
public sealed record PolicyDocument
{
    /// <summary>The name under which the file was loaded; for messages.</summary>
    public required string File { get; init; }

    /// <summary>The policy all versions belong to: <c>seacret-direct-japan</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>The version.</summary>
    public required PolicyVersion Version { get; init; }

    /// <summary>The day printed as its first day in effect.</summary>
    public required DateOnly Effective { get; init; }

    /// <summary>The version before, by the hash of its file; null in the first.</summary>
    public PreviousVersion? Previous { get; init; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The text of the file, kept so that a published version can be stored and shown as it was.</summary>
    public required string Source { get; init; }

    /// <summary>The company.</summary>
    public required Company Company { get; init; }

    /// <summary>Each kind of personal data, once.</summary>
    public required ImmutableArray<ItemDeclaration> Items { get; init; }

    /// <summary>Each kind of person, once.</summary>
    public required ImmutableArray<SubjectDeclaration> Subjects { get; init; }

    /// <summary>Each kind of recipient, once.</summary>
    public required ImmutableArray<RecipientDeclaration> Recipients { get; init; }

    /// <summary>The clauses in the order they are printed.</summary>
    public required ImmutableArray<Clause> Clauses { get; init; }

    /// <summary>How people were told of the changes from the version before.</summary>
    public ImmutableArray<Notice> Notices { get; init; } = [];

    /// <summary>The clause with an id, or null.</summary>
    public Clause? FindClause(ClauseId id) => Clauses.FirstOrDefault(c => c.Id == id);

    /// <summary>The declaration of an item, or null.</summary>
    public ItemDeclaration? FindItem(ItemId id) => Items.FirstOrDefault(i => i.Id == id);

    /// <summary>The declaration of a recipient kind, or null.</summary>
    public RecipientDeclaration? FindRecipient(RecipientKind id) => Recipients.FirstOrDefault(r => r.Id == id);

    /// <summary>The declaration of a subject kind, or null.</summary>
    public SubjectDeclaration? FindSubject(SubjectKind id) => Subjects.FirstOrDefault(s => s.Id == id);

    /// <inheritdoc/>
    public override string ToString() => $"{Policy} {Version}";
}

/// <summary>A place in a file, counted from 1.</summary>
public readonly record struct SourcePosition(int Line, int Column);

/// <summary>A text in both languages of the product; neither is empty.</summary>
public sealed record LocalText(string Ja, string En)
{
    /// <summary>The text in a language: "en" or, for anything else, Japanese.</summary>
    public string In(string language) => language == "en" ? En : Ja;
}

/// <summary>The version before, named by the hash of its file.</summary>
public sealed record PreviousVersion(PolicyVersion Version, string Sha256, SourcePosition Position);

/// <summary>Who the company is.</summary>
public sealed record Company(LocalText Name, CompanyDetail? Address, CompanyDetail? Representative, CompanyContact? Contact, SourcePosition Position);

/// <summary>A fact about the company. A specimen stands for what the company has not published and is printed as 見本 / specimen.</summary>
public sealed record CompanyDetail(LocalText Text, bool Specimen, SourcePosition Position);

/// <summary>Where people reach the company.</summary>
public sealed record CompanyContact(string? TollFree, string? Email, ServiceHours? Hours, SourcePosition Position);

/// <summary>When the company is reached.</summary>
public sealed record ServiceHours(ImmutableArray<DayOfWeek> Days, TimeOnly From, TimeOnly To, string Zone, bool ClosedOnHolidays, SourcePosition Position);

/// <summary>A kind of personal data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Category">Its group.</param>
/// <param name="Shape">The form of its value, one of <see cref="Loading.PolicyFormat.ItemShapes"/>.</param>
/// <param name="Held">"vault" or the module which holds it.</param>
/// <param name="Class">Under which of the person's keys it is sealed.</param>
/// <param name="Retention">How long it is kept; null when the policy does not say.</param>
/// <param name="Search">How it may be looked up.</param>
/// <param name="Position">Where it is declared.</param>
public sealed record ItemDeclaration(
    ItemId Id, LocalText Label, ItemCategory Category, string Shape, string Held, ItemClass Class, Retention? Retention, ItemSearch Search, SourcePosition Position);

/// <summary>How long an item is kept after an event.</summary>
public sealed record Retention(RetentionStart After, Period Keep);

/// <summary>A kind of person.</summary>
public sealed record SubjectDeclaration(SubjectKind Id, LocalText Label, SourcePosition Position);

/// <summary>A kind of recipient, with the conditions that hold whenever it receives anything.</summary>
public sealed record RecipientDeclaration(RecipientKind Id, LocalText Label, RecipientSort Sort, bool Abroad, ConditionSet Requires, SourcePosition Position);

/// <summary>How people were told of the widenings of some clauses.</summary>
public sealed record Notice(ImmutableArray<ClauseId> Clauses, NoticeKind How, DateOnly? On, SourcePosition Position);
