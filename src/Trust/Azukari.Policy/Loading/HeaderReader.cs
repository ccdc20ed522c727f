using System.Collections.Immutable;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>Reads what stands before and after the clauses: company, declarations, notices.</summary>
internal sealed class HeaderReader(ErrorList errors)
{
    public PreviousVersion? Previous(YamlNode? node)
    {
        if (Reader.Over(node, "previous", "'previous'", errors) is not { } reader)
            return null;
        var version = default(PolicyVersion);
        if (reader.Scalar("version", "the version before") is { } word && !PolicyVersion.TryParse(word, out version))
            errors.Add(reader.PositionOf("version"), $"'{Shown.Text(word)}' is no version", "write it as \"2021-04\"");
        var sha256 = reader.Scalar("sha256", "the hash of the file before");
        if (sha256 is not null && (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)))
            errors.Add(reader.PositionOf("sha256"), "the hash of the file before is not 64 lower-case hexadecimal digits", "write what 'sha256sum FILE' prints");
        return new PreviousVersion(version, sha256 ?? "", reader.Position);
    }

    public Company? Company(YamlNode? node)
    {
        if (Reader.Over(node, "company", "the company", errors) is not { } reader)
            return null;
        var name = reader.Text("name", "the company's name");
        var address = reader.Detail("address", "the company's address");
        var representative = reader.Detail("representative", "the company's representative");
        var contact = Contact(reader["contact"]);
        return new Company(name ?? new LocalText("-", "-"), address, representative, contact, reader.Position);
    }

    public ImmutableArray<ItemDeclaration> Items(YamlNode? node, Names<ItemId> names)
    {
        var items = ImmutableArray.CreateBuilder<ItemDeclaration>();
        foreach (var (key, at, reader) in Declarations(node, "item", "items"))
        {
            var id = names.Declare(key, at);
            var label = reader.Text("label", $"the label of '{key}'");
            var category = reader.Word<ItemCategory>("category", "category of items") ?? ItemCategory.Other;
            var shape = reader.Scalar("shape", "the shape") ?? "text";
            if (!PolicyFormat.ItemShapes.Contains(shape))
                errors.Add(reader.PositionOf("shape"), $"'{Shown.Text(shape)}' is no shape", Shown.Mend(shape, PolicyFormat.ItemShapes, Shown.OneOf(PolicyFormat.ItemShapes)));
            var held = reader.Scalar("held", "where it is held") ?? "vault";
            if (!Identifiers.IsWellFormed(held, 64, false))
                errors.Add(reader.PositionOf("held"), $"'{Shown.Text(held)}' is neither 'vault' nor the name of a module", "write vault or the module's name");
            var sealing = reader.Word<ItemClass>("class", "class of items") ?? ClassOf(category);
            if (ClassOf(category) != ItemClass.Ordinary && sealing != ClassOf(category))
                errors.Add(reader.PositionOf("class"), $"the category '{PolicyWords.Of(category)}' has a key of its own", $"write '{PolicyWords.Of(ClassOf(category))}' or leave 'class' out");
            var search = reader.Word<ItemSearch>("search", "way to search") ?? SearchOf(shape);
            if (id is { } known)
                items.Add(new ItemDeclaration(known, label ?? new LocalText("-", "-"), category, shape, held, sealing, Retention(reader["retention"]), search, at));
        }
        Limit(node, items.Count, PolicyLoader.MaximumItems, "items");
        return items.ToImmutable();
    }

    public ImmutableArray<SubjectDeclaration> Subjects(YamlNode? node, Names<SubjectKind> names)
    {
        var subjects = ImmutableArray.CreateBuilder<SubjectDeclaration>();
        foreach (var (key, at, reader) in Declarations(node, "subject", "subject kinds"))
        {
            var label = reader.Text("label", $"the label of '{key}'");
            if (names.Declare(key, at) is { } id)
                subjects.Add(new SubjectDeclaration(id, label ?? new LocalText("-", "-"), at));
        }
        Limit(node, subjects.Count, PolicyLoader.MaximumKinds, "subject kinds");
        return subjects.ToImmutable();
    }

    public ImmutableArray<RecipientDeclaration> Recipients(YamlNode? node, Names<RecipientKind> names)
    {
        var recipients = ImmutableArray.CreateBuilder<RecipientDeclaration>();
        foreach (var (key, at, reader) in Declarations(node, "recipient", "recipient kinds"))
        {
            var label = reader.Text("label", $"the label of '{key}'");
            var sort = reader.Word<RecipientSort>("sort", "sort of recipients") ?? RecipientSort.ThirdParty;
            var abroad = reader.Flag("abroad", "'abroad'", false);
            var requires = reader.Conditions("requires", "condition");
            if (names.Declare(key, at) is { } id)
                recipients.Add(new RecipientDeclaration(id, label ?? new LocalText("-", "-"), sort, abroad, requires, at));
        }
        Limit(node, recipients.Count, PolicyLoader.MaximumKinds, "recipient kinds");
        return recipients.ToImmutable();
    }

    public ImmutableArray<Notice> Notices(YamlNode? node, Names<ClauseId> clauses)
    {
        if (node is not YamlList list)
        {
            if (node is not null)
                errors.Add(node.Position, "'notice' must be a list", "write '- { clauses: [..], how: .., on: .. }'");
            return [];
        }
        var notices = ImmutableArray.CreateBuilder<Notice>();
        var told = new HashSet<ClauseId>();
        foreach (var entry in list.Nodes)
        {
            if (Reader.Over(entry, "notice", "a notice", errors) is not { } reader)
                continue;
            var about = clauses.List(reader, "clauses", "the clauses of a notice");
            var how = reader.Word<NoticeKind>("how", "way to tell people") ?? NoticeKind.Consented;
            foreach (var clause in about.Where(c => !told.Add(c)))
                errors.Add(reader.PositionOf("clauses"), $"the clause '{clause}' has two notices", "say once how people were told");
            notices.Add(new Notice(about, how, reader.Date("on", "the date of the notice"), reader.Position));
        }
        return notices.ToImmutable();
    }

    private CompanyContact? Contact(YamlNode? node)
    {
        if (Reader.Over(node, "contact", "the contact", errors) is not { } reader)
            return null;
        return new CompanyContact(reader.Scalar("toll-free", "the toll-free number", 40), reader.Scalar("email", "the mail address", 200), Hours(reader["hours"]), reader.Position);
    }

    private ServiceHours? Hours(YamlNode? node)
    {
        if (Reader.Over(node, "hours", "the service hours", errors) is not { } reader)
            return null;
        var days = reader.Words<Weekday>("days", "day of the week").Select(d => (DayOfWeek)(((int)d + 1) % 7)).ToImmutableArray();
        var (from, to) = (reader.Time("from", "the opening time"), reader.Time("to", "the closing time"));
        if (from >= to)
            errors.Add(reader.PositionOf("to"), "the closing time is not after the opening time", "write the later time under 'to'");
        var zone = reader.Scalar("zone", "the time zone") ?? "Asia/Tokyo";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            errors.Add(reader.PositionOf("zone"), $"there is no time zone '{Shown.Text(zone)}'", "write it as Asia/Tokyo");
        return new ServiceHours(days, from ?? default, to ?? default, zone, reader.Flag("closed-on-holidays", "'closed-on-holidays'", false), reader.Position);
    }

    private Retention? Retention(YamlNode? node)
    {
        if (Reader.Over(node, "retention", "the retention", errors) is not { } reader)
            return null;
        var after = reader.Word<RetentionStart>("after", "event a retention runs from");
        var keep = reader.Period("keep", "the time it is kept");
        return after is { } a && keep is { } k ? new Retention(a, k) : null;
    }

    private IEnumerable<(string Key, SourcePosition At, Reader Reader)> Declarations(YamlNode? node, string table, Phrase what)
    {
        if (node is not YamlMap map)
        {
            if (node is not null)
                errors.Add(node.Position, $"the {what} must be a mapping", "write 'id: { label: .. }'");
            yield break;
        }
        foreach (var entry in map.Entries)
        {
            if (Reader.Over(entry.Value, table, $"'{Shown.Text(entry.Key)}'", errors) is { } reader)
                yield return (entry.Key, entry.KeyPosition, reader);
        }
    }

    private void Limit(YamlNode? node, int count, int maximum, Phrase what)
    {
        if (count > maximum)
            errors.Add(node!.Position, $"there are {count} {what}", $"at most {maximum} are possible");
    }

    private static ItemClass ClassOf(ItemCategory category) => category switch
    {
        ItemCategory.SpecialCare => ItemClass.SpecialCare,
        ItemCategory.IndividualNumber => ItemClass.IndividualNumber,
        _ => ItemClass.Ordinary,
    };

    private static ItemSearch SearchOf(string shape) => shape switch
    {
        "person-name" or "kana" => ItemSearch.Name,
        "email" or "phone" or "postal-code" or "postal-address" or "member-number" => ItemSearch.Exact,
        _ => ItemSearch.None,
    };

    private enum Weekday
    {
        Mon, Tue, Wed, Thu, Fri, Sat, Sun,
    }
}
