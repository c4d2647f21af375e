"""All of comments/ so far, for a database that is new (see the one of articles/)."""

import comments.models.writer
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('comments', '0001_initial'),
        ('comments', '0002_letters_page'),
        ('comments', '0003_fill_letters'),
    ]

    initial = True

    dependencies = [
        ('articles', '0014_share_card'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='letters_tally', serialize=False, to='articles.article')),
                ('shown', models.PositiveIntegerField(default=0)),
                ('threads', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('authority', models.CharField(max_length=120, verbose_name='authority')),
                ('request_number', models.CharField(max_length=120, verbose_name='number of the request')),
                ('reason', models.CharField(max_length=500, verbose_name='legal ground')),
                ('comments', models.JSONField(default=list, verbose_name='comments')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the file')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'disclosure',
                'verbose_name_plural': 'disclosures',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LettersSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.CharField(choices=[('open', 'Everybody, with a nickname'), ('signed_in', 'Only readers who signed in'), ('closed', 'Nobody')], default='open', max_length=10, verbose_name='who may write')),
                ('reviewing', models.CharField(choices=[('before', 'Reviewed before it is shown'), ('after', 'Comments of trusted writers are shown at once and reviewed afterwards')], default='before', max_length=10, verbose_name='review')),
                ('trusted_after', models.PositiveSmallIntegerField(default=10, help_text='So many approved comments, none rejected within 90 days, and a writer is trusted.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='trusted after')),
                ('shows_region', models.BooleanField(default=False, help_text='The province or country a comment was sent from; never the address.', verbose_name='show regions')),
                ('most_links', models.PositiveSmallIntegerField(default=0, help_text='A comment with more addresses of pages than this is held.', verbose_name='links allowed')),
                ('proof_bits', models.PositiveSmallIntegerField(default=0, help_text='Bits that a browser has to find before it sends a comment, against programs: 0 asks for none, 14 costs a phone about a second. Where a browser cannot, it is held.', validators=[django.core.validators.MaxValueValidator(22)], verbose_name='proof of work')),
                ('report_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours to settle a report')),
                ('appeal_hours', models.PositiveSmallIntegerField(default=72, validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours to settle an appeal')),
                ('keep_days', models.PositiveSmallIntegerField(default=180, help_text='Addresses are sealed, and removed after this; the law asks for six months.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='days that addresses are kept')),
                ('phrases_changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'letters page settings',
                'verbose_name_plural': 'letters page settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='letters_settings_are_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Writer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=comments.models.writer.new_key, editable=False, max_length=32, unique=True)),
                ('subject', models.CharField(blank=True, help_text='What the paper’s app calls this reader; empty for one who only wrote.', max_length=120, null=True, unique=True, verbose_name='account')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='nickname')),
                ('trust', models.CharField(choices=[('earned', 'By what was approved'), ('trusted', 'Trusted'), ('watched', 'Watched')], default='earned', max_length=10, verbose_name='trust')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='wrote first')),
            ],
            options={
                'verbose_name': 'writer',
                'verbose_name_plural': 'writers',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('trust__in', ['earned', 'trusted', 'watched'])), name='writer_trust_known'), models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='writer_subject_is_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(blank=True, max_length=40, verbose_name='nickname')),
                ('region', models.CharField(blank=True, max_length=20, verbose_name='region')),
                ('likes', models.PositiveIntegerField(default=0, verbose_name='likes')),
                ('score', models.BigIntegerField(default=0, editable=False)),
                ('is_picked', models.BooleanField(default=False, verbose_name='staff pick')),
                ('replies_shown', models.PositiveIntegerField(default=0, editable=False)),
                ('posted_at', models.DateTimeField(blank=True, help_text='Empty where an import gave no time.', null=True, verbose_name='posted at')),
                ('ranked_at', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('posted_at'), models.Value(datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), output_field=models.DateTimeField())),
                ('state', models.CharField(choices=[('waiting', 'Waiting for review'), ('ahead', 'Shown, to be reviewed'), ('approved', 'Approved'), ('rejected', 'Rejected')], default='waiting', max_length=10, verbose_name='state')),
                ('is_orphaned', models.BooleanField(default=False, editable=False)),
                ('visible', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('is_orphaned', False), ('state__in', ['ahead', 'approved'])), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
                ('origin', models.CharField(choices=[('site', 'Written here'), ('imported', 'Imported')], default='site', max_length=10, verbose_name='origin')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('words_key', models.CharField(editable=False, max_length=64)),
                ('findings', models.JSONField(blank=True, default=list, editable=False, verbose_name='findings')),
                ('level', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='received at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decision_note', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('text', models.TextField(max_length=2000, verbose_name='comment')),
                ('answers', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='answer that it answers')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.article', verbose_name='story')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('parent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment', verbose_name='comment that it answers')),
                ('writer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='comments.writer', verbose_name='writer')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'permissions': [('moderate_comment', 'Can approve and reject comments'), ('disclose_comment', 'Can see from where a comment was sent, and hand it over')],
                'indexes': [models.Index(condition=models.Q(('parent', None), ('visible', True)), fields=['article', '-is_picked', '-score', '-ranked_at', '-id'], name='comment_hottest'), models.Index(condition=models.Q(('visible', True)), fields=['article', 'parent', '-ranked_at', '-id'], name='comment_newest'), models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent', 'ranked_at', 'id'], name='comment_replies'), models.Index(condition=models.Q(('visible', True)), fields=['article', '-ranked_at', '-id'], name='comment_of_story'), models.Index(fields=['state', 'id'], name='comment_queue'), models.Index(condition=models.Q(('state__in', ['ahead', 'waiting'])), fields=['-level', 'id'], name='comment_gravest'), models.Index(fields=['writer', '-id'], name='comment_by_writer'), models.Index(fields=['words_key', '-id'], name='comment_same_words')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('origin', 'imported')), fields=('article', 'fingerprint'), name='comment_is_imported_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state__in', ['ahead', 'waiting'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['approved', 'rejected'])), _connector='OR'), name='comment_decision_has_who_and_when'), models.CheckConstraint(condition=models.Q(('origin', 'imported'), models.Q(('origin', 'site'), ('posted_at__isnull', False), models.Q(('author_name', ''), _negated=True)), _connector='OR'), name='comment_of_ours_has_name_and_time'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_a_text'), models.CheckConstraint(condition=models.Q(models.Q(('answers', None), ('is_orphaned', False), ('parent', None)), models.Q(('is_picked', False), ('parent__isnull', False)), _connector='OR'), name='comment_threads_have_one_level'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('author_name'), 40), name='comment_author_name_fits'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='comment_text_fits')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('approve', 'Approve'), ('reject', 'Reject'), ('undo', 'Undo'), ('pick', 'Pick'), ('unpick', 'Unpick'), ('dismiss', 'Dismiss reports'), ('deny', 'Deny an appeal'), ('trust', 'Set the trust'), ('ban', 'Ban'), ('lift', 'Lift a ban'), ('view_address', 'View an address'), ('disclose', 'Hand over to an authority'), ('list', 'Change the lists of words'), ('rules', 'Change the rules')], max_length=16, verbose_name='act')),
                ('before', models.CharField(blank=True, choices=[('waiting', 'Waiting for review'), ('ahead', 'Shown, to be reviewed'), ('approved', 'Approved'), ('rejected', 'Rejected')], max_length=10, verbose_name='before')),
                ('after', models.CharField(blank=True, choices=[('waiting', 'Waiting for review'), ('ahead', 'Shown, to be reviewed'), ('approved', 'Approved'), ('rejected', 'Rejected')], max_length=10, verbose_name='after')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('batch', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.comment', verbose_name='comment')),
                ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='comments.writer', verbose_name='writer')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('verb__in', ['approve', 'reject', 'undo', 'pick', 'unpick', 'dismiss', 'deny', 'trust', 'ban', 'lift', 'view_address', 'disclose', 'list', 'rules'])), name='decision_act_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('verb__in', ['approve', 'reject', 'undo']), _negated=True), models.Q(('after__in', ['waiting', 'ahead', 'approved', 'rejected']), ('before__in', ['waiting', 'ahead', 'approved', 'rejected']), ('comment__isnull', False), models.Q(('before', models.F('after')), _negated=True)), _connector='OR'), name='decision_changes_the_state')],
            },
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('expires_at', models.DateTimeField(blank=True, help_text='Left empty, the ban has no end.', null=True, verbose_name='until')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('because_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.comment', verbose_name='because of')),
                ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='comments.writer', verbose_name='writer')),
            ],
            options={
                'verbose_name': 'ban',
                'verbose_name_plural': 'bans',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('network', ''), ('writer__isnull', False)), models.Q(('writer', None), models.Q(('network', ''), _negated=True)), _connector='OR'), name='ban_is_of_a_writer_or_a_network'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='ban_is_lifted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Whereabouts',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='whereabouts', serialize=False, to='comments.comment')),
                ('sealed', models.TextField(editable=False)),
                ('network', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'whereabouts of a comment',
                'verbose_name_plural': 'whereabouts of comments',
                'indexes': [models.Index(fields=['at'], name='whereabouts_by_age'), models.Index(fields=['network', '-comment'], name='whereabouts_by_network')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('due_at', models.DateTimeField(verbose_name='to be settled by')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not settled'), ('granted', 'Granted: the comment was approved'), ('denied', 'Denied: the comment stays rejected')], default='', max_length=10, verbose_name='outcome')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='answer to the writer')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.comment', verbose_name='comment')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='comments.decision', verbose_name='decision')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('outcome', '')), fields=['due_at', 'id'], name='appeal_is_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='appeal_is_settled_by_somebody'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='appeal_says_something')],
            },
        ),
        migrations.CreateModel(
            name='LettersRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.CharField(blank=True, choices=[('open', 'Everybody, with a nickname'), ('signed_in', 'Only readers who signed in'), ('closed', 'Nobody')], max_length=10, verbose_name='who may write')),
                ('reviewing', models.CharField(blank=True, choices=[('before', 'Reviewed before it is shown'), ('after', 'Comments of trusted writers are shown at once and reviewed afterwards')], max_length=10, verbose_name='review')),
                ('article', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters_rule', to='articles.article', verbose_name='story')),
                ('section', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters_rule', to='articles.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'rule for letters',
                'verbose_name_plural': 'rules for letters',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article', None), ('section__isnull', False)), models.Q(('article__isnull', False), ('section', None)), _connector='OR'), name='letters_rule_is_for_one')],
            },
        ),
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=60, verbose_name='words')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(choices=[('banned', 'Banned'), ('suspect', 'Suspect'), ('allowed', 'Allowed')], default='suspect', max_length=10, verbose_name='list')),
                ('category', models.CharField(blank=True, max_length=30, verbose_name='category')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Low'), (2, 'Middle'), (3, 'High')], default=2, verbose_name='level')),
                ('by_sound', models.BooleanField(default=False, help_text='Also finds other characters, or pinyin, that sound the same.', verbose_name='by sound too')),
                ('expires_on', models.DateField(blank=True, help_text='The last day; left empty, for good.', null=True, verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='note')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'phrase',
                'verbose_name_plural': 'lists of words',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('key', 'kind'), name='phrase_stands_once_in_a_list'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='phrase_has_letters'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='phrase_level_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('due_at', models.DateTimeField(verbose_name='to be settled by')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('reason', models.CharField(choices=[('abuse', 'Insult or attack'), ('privacy', 'Somebody’s private details'), ('false', 'False information'), ('advertising', 'Advertising or fraud'), ('unlawful', 'Against the law'), ('other', 'Something else')], max_length=16, verbose_name='reason')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not settled'), ('upheld', 'Upheld: the comment was rejected'), ('dismissed', 'Dismissed: the comment stays')], default='', max_length=10, verbose_name='outcome')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='comments.comment', verbose_name='comment')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('outcome', '')), fields=['due_at', 'id'], name='report_is_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='report_is_settled_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Like',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liked', to='comments.comment')),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.writer')),
            ],
            options={
                'verbose_name': 'like',
                'verbose_name_plural': 'likes',
                'constraints': [models.UniqueConstraint(fields=('comment', 'writer'), name='like_is_given_once')],
            },
        ),
    ]
