using System.Text.RegularExpressions;
using Azukari.Messages.Contracts;

namespace Azukari.Messages.Templates;

/// <summary>Every template of the running program, checked.</summary>
internal sealed partial class MessageCatalog
{
    private readonly Dictionary<(string Id, int Version), MessageTemplate> _all = [];
    private readonly Dictionary<string, MessageTemplate> _newest = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">A template that cannot be used, with what is wrong.</exception>
    public MessageCatalog(IEnumerable<MessageTemplate> templates)
    {
        foreach (var template in templates)
        {
            if (Fault(template) is { } fault) throw new InvalidOperationException($"The message template {template}: {fault}");
            if (!_all.TryAdd((template.Id, template.Version), template)) throw new InvalidOperationException($"Two message templates are {template}.");
            if (!_newest.TryGetValue(template.Id, out var other) || other.Version < template.Version) _newest[template.Id] = template;
        }
    }

    /// <summary>The newest version of each, sorted by id.</summary>
    public IEnumerable<MessageTemplate> All => _newest.Values.OrderBy(template => template.Id, StringComparer.Ordinal);

    /// <summary>The newest version, or null.</summary>
    public MessageTemplate? Find(string id) => _newest.GetValueOrDefault(id);

    /// <summary>The version a message was ordered under; the newest where that is gone and takes the same fields; else null.</summary>
    public MessageTemplate? Find(string id, int version, MessageFields fields)
    {
        if (_all.TryGetValue((id, version), out var exact)) return exact;
        return Find(id) is { } newest && Fault(newest, fields) is null ? newest : null;
    }

    /// <summary>What is wrong with the fields of an order, naming fields and never values; null when nothing is.</summary>
    public static string? Fault(MessageTemplate template, MessageFields fields)
    {
        foreach (var field in template.Fields)
        {
            if (fields.Find(field.Name) is not { } value) return $"the field {field.Name} is missing";
            if (!FieldCheck.Takes(field, value)) return $"the field {field.Name} is no {field.Kind}";
        }

        return fields.Count == template.Fields.Length ? null : "there are fields the template does not declare";
    }

    private static string? Fault(MessageTemplate template)
    {
        if (!TemplateId().IsMatch(template.Id)) return "an id is at most 56 lower-case letters, digits, '.' and '-'";
        if (template.Version < 1) return "versions count from 1";
        if (template.Lifetime <= TimeSpan.Zero) return "its lifetime is none";
        var fields = template.Fields.Select(field => field.Name).ToList();
        if (fields.Distinct().Count() != fields.Count) return "two fields have one name";
        if (fields.Find(name => template.Items.Any(item => item.Value == name)) is { } both) return $"{both} is an item and a field";
        if (template.Written is { } letter && template.Fields.All(field => field.Name != letter || field.Kind != MessageFieldKind.Code)) return $"{letter} names a written letter and is no field that holds a code";
        foreach (var field in template.Fields)
            if (!FieldCheck.Takes(field, field.Specimen)) return $"the specimen of {field.Name} is no {field.Kind}";
        foreach (var (language, subject, text) in new[] { ("ja", template.Subject.Ja, template.Text.Ja), ("en", template.Subject.En, template.Text.En) })
        {
            if (string.IsNullOrWhiteSpace(subject) || string.IsNullOrWhiteSpace(text)) return $"{language} says nothing";
            if (!TemplateText.IsWell(subject) || !TemplateText.IsWell(text)) return $"{language} has a brace that belongs to no place";
            if (TemplateText.Places(subject).FirstOrDefault(place => template.Items.Any(item => item.Value == place)) is { } personal)
                return $"{language} says {personal} in the subject, which servers on the way may log";
            var places = TemplateText.Places(subject + text);
            if (places.FirstOrDefault(place => !fields.Contains(place) && template.Items.All(item => item.Value != place)) is { } unknown) return $"{language} has a place {{{unknown}}} that is no item and no field";
            if (fields.Find(name => !places.Contains(name) && name != template.Written) is { } unused) return $"{language} does not say the field {unused}";
            if (template.Items.FirstOrDefault(item => item != MessageTemplate.Address && !places.Contains(item.Value)) is { Value: { Length: > 0 } idle }) return $"{language} does not say the item {idle}, so nobody should read it";
        }

        return null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$(?<=^.{1,56})")]
    private static partial Regex TemplateId();
}
