using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Policy.Writing;

namespace Azukari.Policy.Difference;

/// <summary>A difference as JSON, ids throughout; the texts of changed clauses in both languages. The same bytes each time.</summary>
public static class DifferenceJson
{
    /// <summary>Writes the difference, indented by two spaces.</summary>
    public static string Write(PolicyDifference difference)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, PolicyJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("policy", difference.After.Policy);
            json.WriteString("before", difference.Before.Version.Value);
            json.WriteString("after", difference.After.Version.Value);
            Accesses(json, "gained", difference.Gained);
            Accesses(json, "lost", difference.Lost);
            Conditions(json, difference.Conditions);
            Joint(json, difference.JointUse);
            Collection(json, "collectedNow", difference.CollectedNow);
            Collection(json, "collectedNoMore", difference.CollectedNoMore);
            Retention(json, difference.Retention);
            Accesses(json, "consentsInvalidated", difference.ConsentsInvalidated);
            Widenings(json, difference.Widenings);
            Clauses(json, difference.Clauses);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Accesses(Utf8JsonWriter json, string key, ImmutableArray<AccessChange> accesses)
    {
        json.WriteStartArray(key);
        foreach (var access in accesses)
        {
            json.WriteStartObject();
            Access(json, access.Purpose, access.Recipient, access.Exit, access.Items, access.Subjects);
            Terms(json, "terms", access.Terms);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Access(
        Utf8JsonWriter json, ClauseId purpose, RecipientKind recipient, Exit exit, ImmutableArray<ItemId> items, ImmutableArray<SubjectKind> subjects)
    {
        json.WriteString("purpose", purpose.Value);
        json.WriteString("recipient", recipient.Value);
        json.WriteString("exit", PolicyWords.Of(exit));
        RuleJson.List(json, "items", items);
        RuleJson.List(json, "subjects", subjects);
    }

    private static void Terms(Utf8JsonWriter json, string key, ImmutableArray<AccessTerms> terms)
    {
        json.WriteStartArray(key);
        foreach (var alternative in terms)
        {
            json.WriteStartObject();
            RuleJson.List(json, "conditions", alternative.Conditions.Select(PolicyWords.Of));
            json.WriteBoolean("boundToCase", alternative.BoundToCase);
            json.WriteBoolean("withinPurpose", alternative.WithinPurpose);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Conditions(Utf8JsonWriter json, ImmutableArray<ConditionChange> changes)
    {
        json.WriteStartArray("conditions");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            Access(json, change.Purpose, change.Recipient, change.Exit, change.Items, change.Subjects);
            json.WriteBoolean("loosened", change.Loosened);
            json.WriteBoolean("tightened", change.Tightened);
            Terms(json, "before", change.Before);
            Terms(json, "after", change.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Joint(Utf8JsonWriter json, JointUseChange joint)
    {
        json.WriteStartObject("jointUse");
        RuleJson.List(json, "itemsGained", joint.ItemsGained);
        RuleJson.List(json, "itemsLost", joint.ItemsLost);
        RuleJson.List(json, "usersGained", joint.UsersGained);
        RuleJson.List(json, "usersLost", joint.UsersLost);
        Named(json, "namedGained", joint.NamedGained);
        Named(json, "namedLost", joint.NamedLost);
        RuleJson.List(json, "purposesGained", joint.PurposesGained);
        RuleJson.List(json, "purposesLost", joint.PurposesLost);
        json.WriteEndObject();
    }

    private static void Named(Utf8JsonWriter json, string key, ImmutableArray<NamedUser> named)
    {
        json.WriteStartArray(key);
        foreach (var user in named)
        {
            json.WriteStartObject();
            RuleJson.Text(json, "name", user.Name);
            RuleJson.Optional(json, "country", user.Country);
            json.WriteBoolean("specimen", user.Specimen);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Collection(Utf8JsonWriter json, string key, ImmutableArray<CollectionChange> changes)
    {
        json.WriteStartArray(key);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("subject", change.Subject.Value);
            RuleJson.List(json, "items", change.Items);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Retention(Utf8JsonWriter json, ImmutableArray<RetentionChange> changes)
    {
        json.WriteStartArray("retention");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("item", change.Item.Value);
            One(json, "before", change.Before);
            One(json, "after", change.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        static void One(Utf8JsonWriter json, string key, Retention? retention)
        {
            if (retention is null)
            {
                json.WriteNull(key);
                return;
            }
            json.WriteStartObject(key);
            json.WriteString("after", PolicyWords.Of(retention.After));
            json.WriteString("keep", retention.Keep.ToString());
            json.WriteEndObject();
        }
    }

    private static void Widenings(Utf8JsonWriter json, ImmutableArray<Widening> widenings)
    {
        json.WriteStartArray("widenings");
        foreach (var widening in widenings)
        {
            json.WriteStartObject();
            json.WriteString("clause", widening.Clause.Value);
            json.WriteString("declared", widening.Declared is { } declared ? PolicyWords.Of(declared) : null);
            json.WriteString("needs", PolicyWords.Of(widening.Needs));
            json.WriteBoolean("jointUse", widening.JointUse);
            json.WriteString("on", widening.On?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Accesses(json, "accesses", widening.Accesses);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Clauses(Utf8JsonWriter json, ImmutableArray<ClauseChange> changes)
    {
        json.WriteStartArray("clauses");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("clause", change.Clause.Value);
            json.WriteString("change", change.Before is null ? "added" : change.After is null ? "removed" : "changed");
            json.WriteBoolean("text", change.TextChanged);
            json.WriteBoolean("rule", change.RuleChanged);
            RuleJson.Text(json, "textBefore", change.Before?.Text);
            RuleJson.Text(json, "textAfter", change.After?.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
